"""Servers started for a benchmark, in sessions of their own, so that their cost can be told."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from benchmarks.measure import cpu_seconds
from bot.cli import QUIET
from bot.settings import ROOT, settings

TOKEN = "a-token-for-the-benchmarks-of-32-chars"
TUESDAY_MORNING = "2026-11-24T10:00:00+01:00"
PATIENCE = 300.0


@dataclass
class Running:
    """A group of processes with one address, where visitors' messages are posted."""

    name: str
    folder: Path
    url: str
    signs: tuple[str, ...]  # addresses that answer 200 once everything is ready
    settings: Mapping[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, *command: str) -> None:
        """Run a Python module in the environment of the desk, its output in the folder."""
        log = (self.folder / f"{name}.log").open("ab")
        given = [f"{key}={value}" for key, value in {**QUIET, **self.settings}.items()]
        self.processes[name] = subprocess.Popen(
            ["env", *given, sys.executable, "-m", *command],
            cwd=ROOT, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip

    def wait(self) -> None:
        """Until every sign is there; a process that ends, or is too slow, is an error."""
        end = time.monotonic() + PATIENCE
        while not all(_is_there(sign) for sign in self.signs):
            ended = [name for name, one in self.processes.items() if one.poll() is not None]
            if ended or time.monotonic() > end:
                raise RuntimeError(f"{self.name}: not ready {ended}; see {self.folder}")
            time.sleep(0.1)

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

    def cpu(self) -> float:
        """The CPU seconds that all the processes have used so far."""
        return cpu_seconds(process.pid for process in self.processes.values())


def our_desk(folder: Path, prepared: Path | None = None) -> Running:
    """The gateway and the dialogue process, not yet started, in a folder of their own."""
    data = prepared_folder(folder / "desk", prepared or settings().data_dir)
    gateway, dialogue = free_port(), free_port()
    url = f"http://127.0.0.1:{gateway}"
    return Running("guichet", data, url, (f"{url}/readyz",), {
        **unhurried(data),
        "GUICHET_GATEWAY_PORT": str(gateway),
        "GUICHET_DIALOGUE_PORT": str(dialogue),
    })  # fmt: skip


def start_desk(desk: Running) -> None:
    for name in ("dialogue", "gateway"):
        desk.start(name, "bot", name)


def prepared_folder(folder: Path, prepared: Path) -> Path:
    """A new data folder with the models and the knowledge that were prepared."""
    if not (prepared / "models" / "rasa").exists():
        raise SystemExit("nothing is prepared yet: run `guichet prepare` first")
    folder.mkdir(parents=True)
    (folder / "models").symlink_to((prepared / "models").resolve())
    shutil.copytree(prepared / "knowledge", folder / "knowledge")
    return folder


def unhurried(data: Path) -> dict[str, str]:
    """Settings under which every message of a benchmark is answered, at a fixed time."""
    return {
        "GUICHET_DATA_DIR": str(data),
        "GUICHET_API_TOKEN": TOKEN,
        "GUICHET_SECRET": "a-secret-for-the-benchmarks-of-32-chars",
        "GUICHET_NOW": TUESDAY_MORNING,
        "GUICHET_LOG_LEVEL": "WARNING",
        "GUICHET_ANSWER_TIMEOUT": "60",
        "GUICHET_CALLER_RATE": "1000000/minute",
        "GUICHET_VISITOR_RATE": "1000000/minute",
        "GUICHET_ADDRESS_RATE": "1000000/minute",
        "GUICHET_CALLBACK_CAPACITY": "1000000",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def stop_all(sides: Iterable[Running]) -> None:
    for side in sides:
        side.stop()


def client(url: str, **more: Any) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.AsyncClient(
        base_url=url, headers=headers, timeout=120.0, trust_env=False, **more
    )


def _is_there(sign: str) -> bool:
    try:
        return httpx.get(sign, timeout=2.0, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def _signal(group: int, number: int) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        pass
