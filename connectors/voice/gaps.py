"""Silence for a caller who sends none: a phone that is muted, on hold, or saves its frames."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

from connectors.voice.speech import RATE

_STEP = 0.05
GAP = 0.2  # seconds: later than any frame that is only late


class Gaps:
    """Calls `put` with the silence (`s16le` at 16 kHz) of the time in which nothing was heard."""

    def __init__(
        self,
        put: Callable[[bytes], None],
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._put, self._clock, self._sleep = put, clock, sleep
        self._heard = clock()

    def heard(self) -> None:
        """Sound came in."""
        self._heard = self._clock()

    async def fill(self) -> None:
        """For ever. Time in which we did not run ourselves is no silence of the caller's."""
        while True:
            before = self._clock()
            await self._sleep(_STEP)
            self._heard += max(0.0, self._clock() - before - 2 * _STEP)
            self._fill_to(self._clock())

    def _fill_to(self, now: float) -> None:
        if now - self._heard >= GAP:
            self._put(bytes(int((now - self._heard) * RATE) * 2))
            self._heard = now
