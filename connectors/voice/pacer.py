"""The 20 ms clock of a line that has none of its own: one frame a tick, silence included."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from time import monotonic

from connectors.voice.speech import FRAME_BYTES, FRAME_MS, RATE

TICK = FRAME_MS / 1000
SILENCE = bytes(FRAME_BYTES)
_BEHIND = 3  # frames that may be made up for after a delay; the rest of it is forgiven
_MOST = 15 * 60 * RATE * 2


class Pacer:
    """Sends what is queued, at 16 kHz, in real time.

    The clock is monotonic and does not drift: a late frame is followed sooner by the next. After
    a stall it makes up for 60 ms at most, so that the other side never holds more than that.
    `may_send` false (the wire is full) skips the tick and keeps the sound.
    """

    def __init__(
        self,
        write: Callable[[bytes], Awaitable[None]],
        reached: Callable[[str, bool], None],
        may_send: Callable[[], bool] = lambda: True,
        tick: float = TICK,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._write, self._reached, self._may_send = write, reached, may_send
        self._tick, self._clock, self._sleep = tick, clock, sleep
        self._queue: deque[bytes] = deque()
        self._queued = 0  # bytes that were ever queued, less those flushed
        self._marks: deque[tuple[int, str]] = deque()
        self.position = 0  # bytes of queued sound that were sent

    def queue(self, pcm: bytes) -> None:
        """Sound (`s16le` at 16 kHz) after what is queued; over a quarter of an hour is refused."""
        if pcm and self.waiting <= _MOST:
            self._queue.append(pcm)
            self._queued += len(pcm)

    def mark(self, name: str) -> None:
        """Tell when all that was queued before has been played."""
        self._marks.append((self._queued, name))

    def flush(self) -> None:
        """Drop what was not sent; its marks are reached as not played."""
        self._queue.clear()
        self._queued = self.position
        dropped, self._marks = self._marks, deque()
        for place, name in dropped:
            self._reached(name, place <= self.position)

    @property
    def waiting(self) -> int:
        """Bytes that are queued and not sent."""
        return self._queued - self.position

    async def run(self) -> None:
        """Send frames for ever; cancel it, or let `write` raise, to stop."""
        due = self._clock()
        while True:
            self._pass_marks()
            if self._may_send():
                await self._write(self._frame())
            due = max(due + self._tick, self._clock() - _BEHIND * self._tick)
            await self._sleep(max(0.0, due - self._clock()))

    def _pass_marks(self) -> None:
        """The frame before this tick has now been heard."""
        while self._marks and self._marks[0][0] <= self.position:
            self._reached(self._marks.popleft()[1], True)

    def _frame(self) -> bytes:
        """The next 20 ms; silence fills what is missing."""
        frame = b""
        while self._queue and len(frame) < FRAME_BYTES:
            piece = self._queue.popleft()
            room = FRAME_BYTES - len(frame)
            frame += piece[:room]
            if len(piece) > room:
                self._queue.appendleft(piece[room:])
        self.position += len(frame)
        return frame + SILENCE[len(frame) :]
