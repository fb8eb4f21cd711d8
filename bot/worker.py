"""A process that does the work, and a parent that starts it again when it dies or hangs."""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess

import httpx
import structlog
import uvicorn

log = structlog.get_logger()
NEVER_STARTED = 3
PATIENCE, BETWEEN_PULSES, FAREWELL = 30.0, 5.0, 8.0


def serve(config: uvicorn.Config, door: socket.socket) -> None:
    """What a worker does: serve at a door that its parent holds open."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[door])
    if not server.started:
        sys.exit(NEVER_STARTED)


def _end_with_parent() -> None:
    """A worker whose parent was killed would hold the port for nobody."""
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)


def keep(work: Callable[[socket.socket], None], door: socket.socket, pulse: str) -> int:
    """Keep one worker at work until a signal; the exit code.

    `pulse` is the address that a healthy worker answers.
    """
    stopping = _stopped_by_signals()
    while True:
        worker = multiprocessing.get_context("spawn").Process(target=work, args=(door,))
        worker.start()
        _watch(worker, Pulse(pulse), stopping)
        if stopping.is_set():
            _end(worker)
            return 0
        if worker.exitcode == NEVER_STARTED:
            return NEVER_STARTED
        log.error("worker died and is started again", code=worker.exitcode)
        stopping.wait(0.5)


@dataclass
class Pulse:
    """Felt now and then; it can only be lost by a worker that had one."""

    address: str
    felt_at: float = 0.0
    asked_at: float = field(default_factory=time.monotonic)

    def is_lost(self) -> bool:
        now = time.monotonic()
        if now - self.asked_at > BETWEEN_PULSES:
            self.asked_at = now
            with suppress(httpx.HTTPError):
                httpx.get(self.address, timeout=2.0, trust_env=False)
                self.felt_at = time.monotonic()
        return bool(self.felt_at) and now - self.felt_at > PATIENCE


def _watch(worker: BaseProcess, pulse: Pulse, stopping: threading.Event) -> None:
    """Return once the worker is dead, or must be ended."""
    while worker.is_alive() and not stopping.is_set():
        worker.join(0.2)
        if pulse.is_lost():
            log.error("worker hangs and is ended")
            worker.kill()
            worker.join()


def _end(worker: BaseProcess) -> None:
    worker.terminate()
    worker.join(FAREWELL)
    worker.kill()
    worker.join()


def _stopped_by_signals() -> threading.Event:
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
