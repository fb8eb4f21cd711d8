"""`guichet serve`: one command starts everything, one Ctrl-C ends it, and nothing calls out."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.conftest import ROOT, Desk, new_desk
from tests.faults.house import wait_for_the_end_of

pytestmark = pytest.mark.desk
WATCHMAN = '''
import os
import sys

def watch(event, arguments):
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else "localhost"
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host or "localhost"
    if host not in ("localhost", "0.0.0.0", "::1", "::") and not host.startswith("127."):
        with open(os.environ["WATCHMAN_BOOK"], "a") as book:
            book.write(f"{event} {host}\\n")
        raise OSError("nothing may call out")

sys.addaudithook(watch)
'''


@dataclass
class Served:
    """A desk that was started as its owner starts it."""

    desk: Desk
    process: subprocess.Popen[bytes]
    output: Path
    calls: Path

    @property
    def said(self) -> str:
        return self.output.read_text(errors="replace")


def guichet(desk: Desk, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=ROOT, env={**desk.environment, **more},
        capture_output=True, text=True, timeout=120, check=False,
    )


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "sitecustomize.py").write_text(WATCHMAN)
    calls = folder / "calls.txt"
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    desk = new_desk(folder / "data", extra={"PYTHONPATH": path, "WATCHMAN_BOOK": str(calls)})
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"], cwd=ROOT, env=desk.environment,
            stdout=output, stderr=output, start_new_session=True,
        )
        made = Served(desk, process, folder / "output.txt", calls)
        try:
            _wait_until_open(made)
            yield made
        finally:
            process.terminate()
            process.wait(30)


def _wait_until_open(served: Served) -> None:
    end = time.monotonic() + 180
    while "The desk is open" not in served.said:
        assert served.process.poll() is None and time.monotonic() < end, served.said[-3000:]
        time.sleep(0.3)


def test_the_address_is_printed_once_everything_is_ready(served: Served) -> None:
    assert served.desk.url in served.said
    assert "« ma box clignote rouge »" in served.said and "“I would like a call back" in served.said
    assert httpx.get(f"{served.desk.url}/readyz").json()["status"] == "ready"


def test_a_person_talks_in_the_terminal(served: Served) -> None:
    talk = subprocess.run(
        [sys.executable, "-m", "bot", "chat"], cwd=ROOT, env=served.desk.environment,
        input="bonjour\nje voudrais être rappelé\n\n", capture_output=True, text=True, timeout=60,
        check=False,
    )
    assert talk.returncode == 0, talk.stderr
    assert "Bonjour" in talk.stdout and "numéro" in talk.stdout and "Traceback" not in talk.stderr


def test_a_second_desk_says_that_the_port_is_taken(served: Served) -> None:
    second = guichet(served.desk, "serve")
    assert second.returncode == 1
    assert f"port {served.desk.dialogue_port} is taken" in second.stderr
    assert "GUICHET_DIALOGUE_PORT" in second.stderr
    assert "Traceback" not in second.stderr and "open" not in second.stdout


def test_nothing_called_out(served: Served) -> None:
    assert not served.calls.exists(), served.calls.read_text()


def test_only_the_gateway_and_the_loopback_listen(served: Served) -> None:
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", served.desk.dialogue_port)) == 0
    listening = Path("/proc/net/tcp").read_text().splitlines()[1:]
    for port in (served.desk.dialogue_port, served.desk.voice_port):
        hosts = {line.split()[1].split(":")[0] for line in listening if _port(line) == port}
        assert hosts == {"0100007F"}, port


@pytest.mark.parametrize("name", ["dialogue", "gateway", "voice"])
def test_a_process_that_is_killed_is_started_again(served: Served, name: str) -> None:
    pid, others = _process(served, name), {"dialogue", "gateway", "voice"} - {name}
    left = _family(pid)
    kept = {other: _process(served, other) for other in others}
    os.kill(pid, signal.SIGKILL)
    wait_for_the_end_of(*left, patience=10)
    end = time.monotonic() + 120
    while _process(served, name) == pid or not _is_ready(served):
        assert time.monotonic() < end, served.said[-3000:]
        time.sleep(0.3)
    assert {other: _process(served, other) for other in others} == kept
    assert "died (SIGKILL): started again" in served.said
    said = served.desk.say("after-the-kill", "bonjour")
    assert said, name


def test_ctrl_c_ends_every_process_and_frees_every_port(served: Served) -> None:
    family, desk = _family(served.process.pid), served.desk
    assert len(family) >= 8  # three processes, their workers, and the recognisers
    served.process.send_signal(signal.SIGINT)
    served.process.wait(30)
    wait_for_the_end_of(*family, patience=10)
    ports = (desk.gateway_port, desk.dialogue_port, desk.voice_port)
    for port in (*ports, desk.audiosocket_port, desk.fastagi_port):
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0, port
    assert "Traceback" not in served.said


def _process(served: Served, name: str) -> int:
    """The number that the supervisor told last."""
    return int(re.findall(rf"{name} started \(pid=(\d+)\)", served.said)[-1])


def _is_ready(served: Served) -> bool:
    try:
        found = httpx.get(f"{served.desk.url}/readyz").json()
        return bool(found["status"] == "ready" and found["parts"]["voice"] == "ok")
    except (httpx.HTTPError, ValueError):
        return False


def _port(line: str) -> int:
    return int(line.split()[1].split(":")[1], 16)


def _family(pid: int) -> list[int]:
    """A process and all that it or one of its threads started."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = [child for one in lists for child in one.read_text().split()]
    return [pid, *(one for child in children for one in _family(int(child)))]
