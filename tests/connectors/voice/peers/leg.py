"""A caller's ear and mouth, whatever the wire: 20 ms frames on a clock, silence included."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from time import monotonic

FRAME = 640  # 20 ms of s16le at 16 kHz
SILENCE = bytes(FRAME)


class Leg:
    """Half of a simulated call. `haste` divides the time that the caller's silence takes, and
    with `hurries` that of speech, too.

    `heard` is all that was heard so far, at 16 kHz; `ended` is set when the desk has left, or
    the caller has; without `sends_silence` it sends only what is played; `next` is then where the dialplan goes on to (empty: it hangs up).
    """

    def __init__(self, haste: float = 1.0) -> None:
        self.haste, self.hurries = haste, False
        self.sends_silence = True
        self.heard = bytearray()
        self.ended = asyncio.Event()
        self.next = ""
        self._waiting: deque[bytes | asyncio.Event] = deque()

    async def play(self, pcm16k: bytes) -> None:
        """Say something; returns when it was said, or the call has ended."""
        said = asyncio.Event()
        for at in range(0, len(pcm16k), FRAME):
            self._waiting.append(pcm16k[at : at + FRAME].ljust(FRAME, b"\0"))
        self._waiting.append(said)
        await self._either(said)

    async def press(self, keys: str, pause: float = 0.02) -> None:
        """Press keys, one after the other."""
        for key in keys:
            await self.send_key(key)
            await asyncio.sleep(pause)

    async def hears(self, size: int) -> bytes:
        """Wait until so many bytes were heard in all, or the call has ended."""
        while len(self.heard) < size and not self.ended.is_set():
            await asyncio.sleep(0.005)
        return bytes(self.heard)

    async def send_frame(self, pcm16k: bytes) -> None:
        raise NotImplementedError

    async def send_key(self, key: str) -> None:
        raise NotImplementedError

    async def talk(self) -> None:
        """Send frames on the clock until the line ends, or somebody cancels this."""
        with suppress(OSError):
            await self._talk()

    async def _talk(self) -> None:
        due = monotonic()
        while True:
            frame = self._next()
            if frame or self.sends_silence:
                await self.send_frame(frame or SILENCE)
            pace = 1.0 if frame and not self.hurries else self.haste
            due = max(due + 0.02 / pace, monotonic() - 0.06)
            await asyncio.sleep(max(0.0, due - monotonic()))

    def _next(self) -> bytes | None:
        while self._waiting:
            waiting = self._waiting.popleft()
            if isinstance(waiting, bytes):
                return waiting
            waiting.set()
        return None

    async def _either(self, said: asyncio.Event) -> None:
        waits = [asyncio.create_task(event.wait()) for event in (said, self.ended)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
