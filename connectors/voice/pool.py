"""Recognisers of one kind: some that work, and one that is loaded and waits to replace them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Coroutine

from connectors.voice.processes import EngineHome, WorkerProcess
from connectors.voice.speech import EarsFailed

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0  # seconds before a process that cannot even load is tried


class Pool:
    """`size` workers and one in reserve; `losses` counts why workers were replaced."""

    def __init__(self, name: str, home: EngineHome, size: int) -> None:
        self.name, self.home, self.size = name, home, size
        self.losses: Counter[str] = Counter()
        self._working: list[WorkerProcess] = []
        self._reserve: WorkerProcess | None = None
        self._closing = False
        self._pause = FIRST_PAUSE
        self._farewells: set[asyncio.Task[None]] = set()

    @property
    def working(self) -> tuple[WorkerProcess, ...]:
        return tuple(self._working)

    @property
    def reserve(self) -> WorkerProcess | None:
        return self._reserve

    def begin(self) -> None:
        self._working = [self._born() for _ in range(self.size)]
        self._reserve = self._born()

    async def ready(self) -> None:
        """Until every worker, the reserve too, has loaded its engine; raises `EarsFailed`."""
        everyone = self._everyone()
        await asyncio.gather(*(worker.ready.wait() for worker in everyone))
        if reasons := {worker.ended for worker in everyone if not worker.loaded}:
            raise EarsFailed(f"{self.name} cannot be loaded: {', '.join(sorted(reasons))}")

    def worker(self) -> WorkerProcess:
        """The one with the least to do; one that is loaded before one that is not."""
        return min(self._working, key=lambda one: (not one.loaded, len(one.listeners)))

    async def close(self) -> None:
        self._closing = True
        everyone = self._everyone()
        for worker in everyone:
            worker.end("closed")
        await asyncio.gather(*(worker.closed() for worker in everyone), *self._farewells)

    def _everyone(self) -> list[WorkerProcess]:
        return [*self._working, *([self._reserve] if self._reserve else [])]

    def _born(self) -> WorkerProcess:
        worker = WorkerProcess(self.home, self._lost)
        worker.begin()
        return worker

    def _lost(self, worker: WorkerProcess, reason: str) -> None:
        if self._closing:
            return
        began = time.monotonic()
        self.losses[reason] += 1
        self._later(worker.closed())
        loaded = worker.loaded
        if worker is self._reserve:
            self._reserve = None
        else:
            self._replace(worker)
        self._later(self._restock(loaded))
        took = round(time.monotonic() - began, 3)
        log.error("recogniser lost", extra={"engine": self.name, "reason": reason, "took": took})

    def _replace(self, worker: WorkerProcess) -> None:
        """The reserve steps in at once, loaded or not."""
        place = self._working.index(worker)
        self._working[place] = self._reserve or self._born()
        self._reserve = None

    async def _restock(self, loaded: bool) -> None:
        """A new reserve; slowly, when they die before they have loaded."""
        self._pause = FIRST_PAUSE if loaded else min(self._pause * 2, LONGEST_PAUSE)
        if not loaded:
            await asyncio.sleep(self._pause)
        if self._reserve is None and not self._closing:
            self._reserve = self._born()

    def _later(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)
