"""A process of the desk that is started again when it dies, and what may not be."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import Any

from honcho.manager import Manager
from honcho.process import Process

GRACE = 10.0  # seconds; a process that ends sooner than this after its start never worked
PAUSE = 1.0  # seconds before a new start
MOST = 5  # new starts within an hour; what dies more often needs a person
HOUR = 3600.0
_ASKED = {0, -signal.SIGTERM, -signal.SIGINT, 128 + signal.SIGTERM, 128 + signal.SIGINT}


class Keeper(Manager):  # type: ignore[misc]  # honcho has no types
    """honcho's manager, except that one death no longer ends them all."""

    def __init__(self) -> None:
        super().__init__()
        self._ending = multiprocessing.Event()
        self._process_ctor = self._kept

    def terminate(self) -> None:
        self._ending.set()
        super().terminate()

    def _kept(self, command: str, **options: Any) -> Process:
        return Kept(command, self._ending, **options)


class Kept(Process):  # type: ignore[misc]
    """Runs one command, and again after a crash, until the desk ends or it crashes too often.

    What ends within `GRACE` seconds of its first start has something to say about its settings,
    and ends the desk, so that the reason is the last thing on the screen.
    """

    def __init__(self, command: str, ending: Any, **options: Any) -> None:
        super().__init__(command, **options)
        self._ending = ending
        self._again: list[float] = []

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        self._events = events
        began = time.monotonic()
        code = self._once(ignore_signals)
        while time.monotonic() - began > GRACE and self._may_start_again(code):
            self._again.append(time.monotonic())
            self._send_message(f"died ({_cause(code)}): started again in {PAUSE:.0f} s\n")
            if not self._ending.wait(PAUSE):
                code = self._once(ignore_signals)
        self._send_message({"returncode": code}, type="stop")

    def _may_start_again(self, code: int) -> bool:
        recent = [moment for moment in self._again if time.monotonic() - moment < HOUR]
        if code in _ASKED or self._ending.is_set():
            return False
        if len(recent) >= MOST:
            self._send_message(f"died ({_cause(code)}) {MOST} times within an hour: given up\n")
            return False
        return True

    def _once(self, ignore_signals: bool) -> int:
        self._child = child = self._child_ctor(self.cmd, env=self.env, cwd=self.cwd)
        self._send_message({"pid": child.pid}, type="start")
        if ignore_signals:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        threading.Thread(target=_bury, args=(child,), daemon=True).start()
        for line in iter(child.stdout.readline, b""):
            self._send_message(line)
        child.stdout.close()
        return int(child.wait())


def _bury(child: subprocess.Popen[bytes]) -> None:
    """What a dead process has left behind holds its ports, and the pipe of its words."""
    child.wait()
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _cause(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
