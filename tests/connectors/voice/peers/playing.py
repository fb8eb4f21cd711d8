"""A line that keeps its own clock: it holds what it is sent and plays a frame every 20 ms."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic

from tests.connectors.voice.peers.leg import FRAME, SILENCE, Leg


class PlayingLeg(Leg):
    """`heard` grows as the caller hears it; `flushed` counts the times it was emptied."""

    def __init__(self, haste: float = 1.0) -> None:
        super().__init__(haste)
        self.flushed = 0
        self.most_held = 0.0
        self._held: deque[bytes | str] = deque()

    @property
    def held(self) -> float:
        """Seconds of sound that wait to be played."""
        return sum(len(part) for part in self._held if isinstance(part, bytes)) / 32_000

    def hold(self, pcm16k: bytes) -> None:
        for at in range(0, len(pcm16k), FRAME):
            self._held.append(pcm16k[at : at + FRAME])
        self.most_held = max(self.most_held, self.held)

    def hold_mark(self, name: str) -> None:
        self._held.append(name)

    def flush(self) -> list[str]:
        """Forget what waits; the marks that were in it."""
        self.flushed += 1
        marks = [part for part in self._held if isinstance(part, str)]
        self._held.clear()
        return marks

    async def passed(self, mark: str) -> None:
        """A mark was reached."""
        raise NotImplementedError

    async def play_out(self) -> None:
        due = monotonic()
        while True:
            while self._held and isinstance(mark := self._held[0], str):
                self._held.popleft()
                await self.passed(mark)
            frame = self._held.popleft() if self._held else SILENCE
            assert isinstance(frame, bytes)
            self.heard += frame
            due = max(due + 0.02, monotonic() - 0.06)
            await asyncio.sleep(max(0.0, due - monotonic()))
