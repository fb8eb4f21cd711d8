"""Servers started for a benchmark, in sessions of their own, so that their cost can be told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import structlog

from benchmarks.measure import cpu_seconds
from bot.cli import QUIET
from bot.settings import ROOT

TOKEN = "a-token-for-the-benchmarks-of-32-chars"
PATIENCE = 300.0


@dataclass
class Running:
    """Some processes behind one address, where visitors' messages are posted.

    `commands` are Python modules with their arguments; `signs` are addresses that answer
    with success once everything is ready.
    """

    name: str
    folder: Path
    url: str
    signs: tuple[str, ...]
    commands: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self) -> None:
        """Start the processes, and wait until everything is ready."""
        for name, command in self.commands.items():
            self._start(name, command)
        self._wait()

    def stop(self) -> None:
        for process in self.processes.values():
            _signal(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                _signal(process.pid, signal.SIGKILL)
                process.wait()
        self.processes.clear()

    def kill(self, name: str) -> None:
        """End one process and its children at once, as a full machine does."""
        _signal(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def start_again(self, name: str) -> None:
        """One process that was killed, ready."""
        self._start(name, self.commands[name])
        self._wait()

    def cpu(self) -> float:
        """The CPU seconds that all the processes have used so far."""
        return cpu_seconds(process.pid for process in self.processes.values())

    def _start(self, name: str, command: tuple[str, ...]) -> None:
        given = [f"{key}={value}" for key, value in {**QUIET, **self.settings}.items()]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                ["env", *given, sys.executable, "-m", *command],
                cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _wait(self) -> None:
        end = time.monotonic() + PATIENCE
        while not all(_is_there(sign) for sign in self.signs):
            ended = [name for name, one in self.processes.items() if one.poll() is not None]
            if ended or time.monotonic() > end:
                logs = "\n".join(self._log(name) for name in ended or self.processes)
                raise SystemExit(f"{self.name} is not ready; its last words:\n{logs}")
            time.sleep(0.1)

    def _log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")[-2000:]


@contextmanager
def running(*sides: Running) -> Iterator[None]:
    """The sides, ready, one after the other; stopped at the end."""
    try:
        for side in sides:
            print(f"starting {side.name} …", file=sys.stderr)
            side.start()
        yield
    finally:
        for side in sides:
            side.stop()


def logs_aside() -> None:
    """What the desk logs goes to standard error: standard output is for what was found."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def client(url: str, **more: Any) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.AsyncClient(base_url=url, headers=headers, timeout=120.0, trust_env=False, **more)


def _is_there(sign: str) -> bool:
    try:
        return httpx.get(sign, timeout=2.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _signal(group: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
