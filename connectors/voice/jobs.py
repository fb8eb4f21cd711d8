"""What a call does meanwhile: steps of their own, none of which can end it, or outlive it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import structlog

log = structlog.get_logger()
Work = Coroutine[Any, Any, Any]


class Jobs:
    """`on_failure` is told of each step that failed. `working` counts those that answer."""

    def __init__(self, on_failure: Callable[[], None]) -> None:
        self._on_failure = on_failure
        self._running: set[asyncio.Task[None]] = set()
        self.working = 0

    def start(self, work: Work) -> None:
        self._begin(work, 0)

    def answer(self, work: Work) -> None:
        """A step during which a silence of the caller is not one."""
        self._begin(work, 1)

    async def close(self) -> None:
        """End them all."""
        for job in self._running:
            job.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _begin(self, work: Work, counts: int) -> None:
        job = asyncio.create_task(self._guarded(work, counts))
        self._running.add(job)
        job.add_done_callback(self._running.discard)
        job.add_done_callback(lambda _job: work.close())  # one cancelled before it began is open

    async def _guarded(self, work: Work, counts: int) -> None:
        self.working += counts
        try:
            await work
        except asyncio.CancelledError:
            pass
        except Exception:
            log.error("a step of the call failed", exc_info=True)
            self._on_failure()
        finally:
            self.working -= counts
