"""A whole desk for the tests: real processes, real sockets, a fixed clock."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import pytest
from sqlalchemy.engine import Engine

from bot import database

ROOT = Path(__file__).resolve().parent.parent
PREPARED = Path(os.environ.get("GUICHET_DATA_DIR", ROOT / "data")).resolve()
WAITING = ("/tests/browser/", "/tests/faults/", "/tests/knowledge_base/")  # a half of the whole, by time
ROOM = 3 * 1024**3  # bytes in memory that the desks of two workers never fill
SHOWN = 80  # characters of a value in the name of a test
TUESDAY_MORNING = "2026-11-24T10:00:00+01:00"
# The same examples at every run; `pytest --hypothesis-profile=wider` looks for others.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("wider", max_examples=2000, deadline=None)
hypothesis.settings.load_profile("same")
ENGINES: list[Engine] = []
CREATE_ENGINE = database.create_engine
COMMANDS = {"voice": ("voice", "serve")}
TOKEN = "a-token-for-the-tests-of-thirty-two-chars"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def missing_service(name: str) -> None:
    """Skip for a part that a stranger may lack; in CI, fail."""
    if os.environ.get("GUICHET_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{name} is required here")
    pytest.skip(f"{name} is not on this machine")


@dataclass
class Desk:
    """A running desk: its address, its data folder, its processes."""

    data: Path
    now: str = TUESDAY_MORNING
    extra: dict[str, str] = field(default_factory=dict)
    gateway_port: int = field(default_factory=free_port)
    dialogue_port: int = field(default_factory=free_port)
    voice_port: int = field(default_factory=free_port)
    audiosocket_port: int = field(default_factory=free_port)
    fastagi_port: int = field(default_factory=free_port)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.gateway_port}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "GUICHET_DATA_DIR": str(self.data),
            "GUICHET_API_TOKEN": TOKEN,
            "GUICHET_SECRET": "a-secret-for-the-tests-of-thirty-two-chars",
            "GUICHET_GATEWAY_PORT": str(self.gateway_port),
            "GUICHET_DIALOGUE_PORT": str(self.dialogue_port),
            "GUICHET_VOICE_PORT": str(self.voice_port),
            "GUICHET_AUDIOSOCKET_PORT": str(self.audiosocket_port),
            "GUICHET_FASTAGI_PORT": str(self.fastagi_port),
            "GUICHET_NOW": self.now,
            "GUICHET_VISITOR_RATE": "10000/minute",
            "GUICHET_ADDRESS_RATE": "100000/minute",
            "GUICHET_HANDOFF_WAITING": "0",  # many tests want a person at the same time
            "GUICHET_SURVEY_PAUSE_DAYS": "0",  # many tests are the same person
            "GUICHET_CRM_TIMEOUT": "6",  # a busy machine is no CRM that is down
            **self.extra,
        }

    def start(self, *names: str) -> None:
        for name in names:
            log = (self.data / f"{name}.log").open("ab")
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", "bot", *COMMANDS.get(name, (name,))],
                cwd=ROOT, env=self.environment,
                stdout=log, stderr=log, start_new_session=True,
            )

    def stop(self, *names: str, kill: bool = False) -> None:
        for name in names or tuple(self.processes):
            process = self.processes.pop(name, None)
            if process is None:
                continue
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL if kill else signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(10)

    def wait_ready(self, patience: float = 240.0) -> None:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            for name, process in self.processes.items():
                if process.poll() is not None:
                    log = (self.data / f"{name}.log").read_text(errors="replace")
                    raise RuntimeError(f"{name} ended:\n{log[-3000:]}")
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2.0).is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.25)
        raise RuntimeError(f"not ready: {httpx.get(f'{self.url}/readyz').text}")

    def wait_for_voice(self, patience: float = 120.0) -> None:
        """Until calls are taken; raises when the process has ended instead."""
        end = time.monotonic() + patience
        while time.monotonic() < end and self.processes["voice"].poll() is None:
            try:
                if httpx.get(f"http://127.0.0.1:{self.voice_port}/readyz", timeout=2.0).is_success:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.25)
        raise RuntimeError((self.data / "voice.log").read_text(errors="replace")[-3000:])

    def client(self) -> httpx.Client:
        return httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=30.0
        )

    def say(self, sender: str, text: str, **body: Any) -> list[dict[str, Any]]:
        with self.client() as client:
            answer = client.post(
                "/webhooks/rest/webhook", json={"sender": sender, "message": text, **body}
            )
            answer.raise_for_status()
            return list(answer.json())


def new_desk(folder: Path, **settings: Any) -> Desk:
    """A desk in a folder of its own, with the models and the index already prepared."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "models").symlink_to(PREPARED / "models")
    if (PREPARED / "knowledge").exists():
        shutil.copytree(PREPARED / "knowledge", folder / "knowledge")
    (PREPARED / "audio").mkdir(exist_ok=True)
    (folder / "audio").symlink_to(PREPARED / "audio")  # fixed sentences, made once for all
    return Desk(folder, **settings)


def pytest_configure(config: pytest.Config) -> None:
    """Desks of the tests write to memory, where there is room: a busy disk fails no test."""
    memory = Path("/dev/shm")
    roomy = os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    database.create_engine = remembered
    if roomy and config.option.basetemp is None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A long value is named by its length: packed bytes hold the time, and two workers must agree on every name."""
    return f"{argname}{len(val)}" if isinstance(val, str | bytes) and len(val) > SHOWN else None


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """A database that is gone with its test's folder is let go: thousands would stay open."""
    yield
    for one in [one for one in ENGINES if not Path(str(one.url.database)).exists()]:
        one.dispose()
        ENGINES.remove(one)


def remembered(*given: Any, **named: Any) -> Engine:
    """What `create_engine` makes, kept in mind where it is of a file."""
    made = CREATE_ENGINE(*given, **named)
    if made.dialect.name == "sqlite" and made.url.database not in (None, "", ":memory:"):
        ENGINES.append(made)
    return made


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The desk that most tests share; each conversation has a sender of its own."""
    made = new_desk(tmp_path_factory.mktemp("desk"))
    made.start("dialogue", "gateway")
    try:
        made.wait_ready()
        yield made
    finally:
        made.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright's loop would stand in the way of every async test.

    With `-n 2`, those that mostly wait, and some more, run beside those that mostly work.
    """
    items.sort(key=lambda item: "/tests/browser/" in str(item.path))
    for item in items:
        waits = any(part in str(item.path) for part in WAITING)
        item.add_marker(pytest.mark.xdist_group("waiting" if waits else "working"))
