"""The telephone cannot be opened, or not all of it: it says why, and nothing else is held up."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.conftest import Desk, new_desk
from tests.faults.test_serve import guichet

pytestmark = pytest.mark.desk


@pytest.fixture()
def stranger() -> Iterator[int]:
    """Something else listens on a port."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield int(held.getsockname()[1])


@pytest.fixture()
def house(tmp_path: Path) -> Iterator[Desk]:
    desk = new_desk(tmp_path / "house")
    yield desk
    desk.stop()


def said(desk: Desk, words: str, patience: float = 90) -> str:
    """What the voice process has said, once those words are in it."""
    end = time.monotonic() + patience
    while words not in (text := (desk.data / "voice.log").read_text(errors="replace")):
        assert time.monotonic() < end, text[-2000:]
        time.sleep(0.2)
    return text


def port_findings(desk: Desk) -> dict[str, dict[str, object]]:
    findings = json.loads(guichet(desk, "doctor", "--json").stdout)
    return {one["thing"]: one for one in findings}


def ends_at_once(desk: Desk) -> bool:
    process = desk.processes["voice"]
    desk.stop("voice")
    return process.returncode == 0


def test_a_port_of_its_own_that_is_taken(house: Desk, stranger: int) -> None:
    house.voice_port = stranger
    house.start("voice")
    said(house, f"The telephone is closed: port {stranger} is taken")
    assert house.processes["voice"].poll() is None, "the chat's supervisor would end the desk"
    found = port_findings(house)["telephone"]
    assert found["well"] is False and found["advice"] == "set GUICHET_VOICE_PORT"
    assert ends_at_once(house)


def test_a_language_without_a_recogniser(house: Desk) -> None:
    house.extra["GUICHET_RECOGNISER"] = "vosk"
    house.start("voice")
    text = said(house, "The telephone is closed")
    assert "guichet voice models" in text
    assert house.processes["voice"].poll() is None
    assert ends_at_once(house)


def test_a_telephone_port_that_is_taken_closes_only_that_line(house: Desk, stranger: int) -> None:
    house.audiosocket_port = stranger
    house.start("voice")
    house.wait_for_voice()
    ports = httpx.get(f"http://127.0.0.1:{house.voice_port}/readyz").json()["ports"]
    assert ports == {"audiosocket": None, "fastagi": house.fastagi_port}
    said(house, f"AudioSocket CLOSED: port {stranger} cannot be opened")
    found = port_findings(house)
    assert found["port of AudioSocket"]["well"] is False
    assert found["port of FastAGI"]["state"] == f"{house.fastagi_port} open"
    assert ends_at_once(house)
