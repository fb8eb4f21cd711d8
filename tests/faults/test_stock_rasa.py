"""Rasa's own servers, started by us, are reached from this machine alone."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.stock_rasa import NotHere, arguments
from tests.conftest import ROOT, Desk, free_port

LOOPBACK = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")
LISTENS = "0A"


def addresses(port: int) -> set[str]:
    """Where somebody listens on a port, as the kernel writes it."""
    rows = [row.split() for name in ("tcp", "tcp6") for row in _table(name)]
    return {row[1].split(":")[0] for row in rows if row[3] == LISTENS and _port(row[1]) == port}


def _table(name: str) -> list[str]:
    path = Path("/proc/net") / name
    return path.read_text().splitlines()[1:] if path.exists() else []


def _port(place: str) -> int:
    return int(place.rpartition(":")[2], 16)


def test_the_action_server_listens_on_the_loopback_address_alone(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "bot", "rasa", "run", "actions", "--port", str(port)]
    desk = Desk(tmp_path / "data")
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=desk.environment, stdout=log, stderr=log)
    try:
        end = time.monotonic() + 120
        while not (found := addresses(port)) and time.monotonic() < end:
            assert process.poll() is None, (tmp_path / "log").read_text()[-2000:]
            time.sleep(0.2)
        assert found and found <= set(LOOPBACK)
    finally:
        process.terminate()
        process.wait(30)


@pytest.mark.parametrize("words", [["run"], ["run", "--port", "5005"], ["shell"], ["run", "--enable-api"]])
def test_a_server_is_given_the_loopback_address(words: list[str]) -> None:
    made = arguments(words)
    assert made[: len(words)] == words and made[-2:] == ["-i", "127.0.0.1"]
    assert "--credentials" in made and "--endpoints" in made


@pytest.mark.parametrize(
    "words",
    [["run", "-i", "0.0.0.0"], ["run", "--interface=192.168.1.2"], ["run", "-i", "::"], ["run", "-i"],
     ["shell", "--interface", "desk.example"]],
)  # fmt: skip
def test_an_address_that_others_reach_is_refused(words: list[str]) -> None:
    with pytest.raises(NotHere):
        arguments(words)


@pytest.mark.parametrize("words", [["run", "-i", "127.0.0.1"], ["run", "--interface=::1"], ["run", "-i", "localhost"]])
def test_an_address_of_this_machine_stays(words: list[str]) -> None:
    assert arguments(words)[: len(words)] == words and arguments(words).count("-i") <= 1


def test_what_serves_nobody_is_left_alone() -> None:
    assert arguments(["--version"]) == ["--version"] and arguments(["data", "validate"]) == ["data", "validate"]
