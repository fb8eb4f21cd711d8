"""What goes out to a line that keeps its own clock: in order, never far ahead, and droppable."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic

from connectors.voice.wire import Message, Sent

_AHEAD = 10.0  # seconds of sound that the other side may hold: Asterisk's queue takes twenty
_MOST = 15 * 60.0
_STUCK = 10.0  # seconds that one message may take


class Outbox:
    """Nothing here blocks who puts; `run` sends, and raises when the other side is gone."""

    def __init__(
        self, send: Callable[[Message], Awaitable[None]], clock: Callable[[], float] = monotonic
    ) -> None:
        self._send, self._clock = send, clock
        self._queue: deque[Sent] = deque()
        self._seconds = 0.0
        self._changed = asyncio.Event()
        self._held = False
        self._plays_until = float("-inf")

    def put(self, messages: Iterable[Sent]) -> None:
        """Queue messages; sound over a quarter of an hour is refused."""
        for message in messages:
            if not message.seconds or self._seconds < _MOST:
                self._queue.append(message)
                self._seconds += message.seconds
        self._changed.set()

    def replace(self, messages: Iterable[Sent]) -> None:
        """Drop all that is queued; the other side drops what it holds, too."""
        self._queue.clear()
        self._seconds = 0.0
        self._held = False
        self._plays_until = self._clock()
        self.put(messages)

    def hold(self, on: bool) -> None:
        """Keep sound back, or let it go on."""
        self._held = on
        self._changed.set()

    async def run(self) -> None:
        """Send for ever; raises `TimeoutError` or `OSError` when the other side takes nothing."""
        while True:
            self._changed.clear()
            patience = self._send_next_in()
            if patience:
                await self._wait(patience)
            else:
                await asyncio.wait_for(self._send(self._taken()), _STUCK)

    def _send_next_in(self) -> float:
        """Seconds until the next message may go; `inf` until something changes."""
        if not self._queue or (self._held and self._queue[0].seconds):
            return float("inf")
        ahead = self._plays_until - self._clock()
        return max(0.0, ahead - _AHEAD) if self._queue[0].seconds else 0.0

    def _taken(self) -> Message:
        sent = self._queue.popleft()
        self._seconds -= sent.seconds
        self._plays_until = max(self._plays_until, self._clock()) + sent.seconds
        return sent.message

    async def _wait(self, patience: float) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), min(patience, 3_600.0))
        except asyncio.TimeoutError:
            return
