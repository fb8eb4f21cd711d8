"""One recogniser's process, as the event loop sees it: started, fed, watched and ended."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from connectors.voice.frames import Decoder, Frame, Garbled, Kind

TICK = 0.1
PATIENCE = 2.0  # seconds without a beat
LOADING = 120.0
MEMORY = int(1.5e9)
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Listener(Protocol):
    """Whom a worker's answers about one utterance are for."""

    def told(self, frame: Frame) -> None:
        """An answer."""

    def lost(self, reason: str) -> None:
        """The worker is gone, for a reason of one fixed word."""


@dataclass(frozen=True)
class EngineHome:
    """Where an engine is loaded from: a module with a `load`, and what that takes."""

    module: str
    argument: str
    memory: int = MEMORY


class WorkerProcess:
    """A process with an engine. `gone` is called once, with the reason, when it has ended."""

    def __init__(self, home: EngineHome, gone: Callable[[WorkerProcess, str], None]) -> None:
        self.home = home
        self.ready = asyncio.Event()  # loaded, or ended before it was
        self.loaded = False
        self.listeners: dict[int, Listener] = {}
        self.ended = ""
        self._gone = gone
        self._process: Process | None = None
        self._silent = 0.0  # in ticks of our own: a loop that stood still blames nobody
        self._tasks: list[asyncio.Task[None]] = []
        self._early: list[Frame] = []

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def begin(self) -> None:
        """Start the process; whoever needs it loaded waits for `ready`."""
        self._tasks = [asyncio.create_task(self._live())]

    def say(self, frame: Frame) -> None:
        """To the recogniser; what a process in the making cannot take yet waits here."""
        pipe = self._process.stdin if self._process else None
        if self.ended:
            return
        if pipe is None:
            self._early.append(frame)
        else:
            pipe.write(frame.encode())

    def end(self, reason: str) -> None:
        """Kill it now, and tell everyone who hears by it."""
        if self.ended:
            return
        self.ended = reason
        self.ready.set()
        self._kill()
        listeners, self.listeners = self.listeners, {}
        for listener in listeners.values():
            listener.lost(reason)
        self._gone(self, reason)

    async def closed(self) -> None:
        """Until nothing of it is left."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _live(self) -> None:
        try:
            process = await self._started()
            watching = asyncio.create_task(self._watch())
            await self._read(process)
            watching.cancel()
        except (OSError, Garbled, ValueError):
            self.end("garbled")
        self.end("crashed")
        self._kill()
        if self._process is not None:
            await self._process.wait()

    def _kill(self) -> None:
        # Not `Process.kill`: it may reap the child under the eyes of the loop's own watcher.
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, signal.SIGKILL)

    async def _started(self) -> Process:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "connectors.voice.worker"),
            *(self.home.module, self.home.argument),
            stdin=PIPE,
            stdout=PIPE,
            start_new_session=True,  # the terminal's Ctrl-C is for us; it ends with its input
        )
        self._process = process
        early, self._early = self._early, []
        for frame in early:
            self.say(frame)
        return process

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        decoder = Decoder()
        while (data := await process.stdout.read(1 << 16)) and not self.ended:
            for frame in decoder.feed(data):
                self._heard(frame)

    def _heard(self, frame: Frame) -> None:
        self._silent = 0.0
        if frame.kind is Kind.READY:
            self.loaded = True
            self.ready.set()
        elif frame.kind is Kind.STUCK:
            self.end("stalled")
        elif listener := self.listeners.get(frame.utterance):
            if frame.kind in (Kind.DONE, Kind.FAILED):
                del self.listeners[frame.utterance]
            listener.told(frame)

    async def _watch(self) -> None:
        while not self.ended:
            await asyncio.sleep(TICK)
            self._silent += TICK
            if self._silent > (PATIENCE if self.loaded else LOADING):
                self.end("stalled")
            elif self._memory() > self.home.memory:
                self.end("too_large")

    def _memory(self) -> int:
        """Resident bytes."""
        try:
            return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * _PAGE
        except (OSError, IndexError):
            return 0
