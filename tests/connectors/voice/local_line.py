"""A line without a network: what the caller does is put in, what the caller hears comes out."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from connectors.voice.transport import Arrival, Ended, Key, LineEvent, Mark, Pushed, Sound
from tests.connectors.voice.readable import SPOKEN_MS, murmur, sound_of, texts_in

SILENCE = bytes(640)


class LocalLine:
    """Plays at once what is sent, unless it is told to hold it (a mouth that takes its time)."""

    clock_owner: Literal["bot", "peer"] = "peer"

    def __init__(self, **arrival: Any) -> None:
        self.arrival = Arrival(**{"id": "call-1", "line": "local", **arrival})
        self._in: asyncio.Queue[LineEvent] = asyncio.Queue()
        self._out: list[bytes | str] = []
        self.heard, self.told = bytearray(), list[Mapping[str, Any]]()
        self.holds, self.flushed, self.was_hung_up = False, 0, False
        self.transferred_to, self.noises = "", 0
        self._changed = asyncio.Event()

    async def events(self) -> AsyncIterator[LineEvent]:
        while True:
            event = await self._in.get()
            await asyncio.sleep(0)
            yield event
            if isinstance(event, Ended):
                return

    async def send_audio(self, pcm: bytes) -> None:
        self._out.append(pcm)
        self._play()

    async def mark(self, name: str) -> None:
        self._out.append(name)
        self._play()

    async def flush(self) -> None:
        self.flushed += 1
        self._out.clear()

    async def tell(self, fact: Mapping[str, Any]) -> None:
        self.told.append(fact)

    async def hangup(self) -> None:
        self.was_hung_up = True
        self._in.put_nowait(Ended("hung_up"))

    async def transfer(self, target: str) -> None:
        self.transferred_to = target
        self._in.put_nowait(Ended("transferred"))

    def say(self, text: str, silence_ms: int = 2000) -> None:
        """Speak, then be silent for long enough to be answered."""
        self._in.put_nowait(Sound(sound_of(text, SPOKEN_MS)))
        self.wait(silence_ms)

    def hear(self, pcm: bytes) -> None:
        """Any sound, in frames of 20 ms."""
        for start in range(0, len(pcm), len(SILENCE)):
            self._in.put_nowait(Sound(pcm[start : start + len(SILENCE)]))

    def wait(self, ms: int) -> None:
        for _ in range(ms // 20):
            self._in.put_nowait(Sound(SILENCE))

    def noise(self, ms: int) -> None:
        """Loud, and no words in it."""
        self.noises += 1
        self.hear(struct.pack(f"<{ms * 16}h", *murmur(f"noise {self.noises}", ms * 16)))

    def press(self, keys: str) -> None:
        for key in keys:
            self._in.put_nowait(Key(key))

    def push(self, down: bool) -> None:
        self._in.put_nowait(Pushed(down))

    def leave(self) -> None:
        self._in.put_nowait(Ended("hangup"))

    def release(self) -> None:
        """Play what was held."""
        self.holds = False
        self._play()

    async def until(self, text: str, patience: float = 30.0) -> str:
        """Everything heard so far, once `text` is in it."""
        async def wait() -> None:
            while text not in self.words:
                self._changed.clear()
                await self._changed.wait()

        try:
            await asyncio.wait_for(wait(), patience)
        except asyncio.TimeoutError:
            raise AssertionError(f"{text!r} was never said: {self.words!r}") from None
        return self.words

    @property
    def words(self) -> str:
        return " / ".join(texts_in(bytes(self.heard)))

    def _play(self) -> None:
        while self._out and not self.holds:
            item = self._out.pop(0)
            if isinstance(item, str):
                self._in.put_nowait(Mark(item))
            else:
                self.heard += item
        self._changed.set()
