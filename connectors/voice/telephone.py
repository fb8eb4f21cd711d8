"""A telephone for demos and tests: it dials a running desk as Asterisk would, and listens."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from connectors.voice.audiosocket import RATES, Decoder, Frame, Kind, Malformed
from connectors.voice.pacer import Pacer
from connectors.voice.sound import level, whole
from connectors.voice.speech import FRAME_BYTES

_PATIENCE = 5.0
_LOUD = 0.003  # quieter than this is a line's hiss
_ANSWER = re.compile(rb'SET VARIABLE \w+ "([^"]*)"')


class NoAnswer(Exception):
    """Nobody picked up; the text says what was tried."""


@dataclass(frozen=True)
class Address:
    """Where a desk listens."""

    host: str
    audiosocket: int
    fastagi: int


@dataclass
class Telephone:
    """One call at 16 kHz. `heard` is all that came, silence included."""

    address: Address
    heard: bytearray = field(default_factory=bytearray)
    spoken: int = 0  # bytes of `heard` that were louder than a line's hiss
    is_over: asyncio.Event = field(default_factory=asyncio.Event)
    id: str = ""
    _quiet: int = 0

    async def dial(self) -> None:
        """Announce the call and connect its sound; raises `NoAnswer`."""
        self.id = await self._agi("start")
        self._reader, self._writer = await self._open(self.address.audiosocket, "AudioSocket")
        self._writer.write(Frame(Kind.UUID, UUID(self.id).bytes).encode())
        self._pacer = Pacer(self._write, lambda _name, _played: None)
        self._tasks = [asyncio.create_task(work) for work in (self._pacer.run(), self._listen())]

    async def say(self, pcm: bytes) -> None:
        """Speak in real time (`s16le` at 16 kHz); returns when it was said, or the call is over."""
        self._pacer.queue(pcm)
        while self._pacer.waiting and not self.is_over.is_set():
            await asyncio.sleep(0.02)

    async def hear_out(self, pause: float, most: float) -> None:
        """Listen until the other side has spoken and then paused, is gone, or `most` seconds."""
        end = asyncio.get_running_loop().time() + most
        spoken = self.spoken
        while asyncio.get_running_loop().time() < end and not self.is_over.is_set():
            if self.spoken > spoken and self._quiet >= pause * 32_000:
                return
            await asyncio.sleep(0.02)

    async def hang_up(self) -> str | None:
        """End the call; where a PBX would send the caller on to, None when we ended it.

        Empty where it would hang up, and also when the desk has closed meanwhile.
        """
        was_over = self.is_over.is_set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._writer.close()
        if not was_over:
            return None
        with suppress(NoAnswer):
            return await self._agi(f"next,{self.id}")
        return ""

    async def _listen(self) -> None:
        decoder = Decoder()
        with suppress(OSError, Malformed):
            while data := await self._reader.read(4096):
                for frame in decoder.feed(data):
                    self._take(frame)
        self.is_over.set()

    def _take(self, frame: Frame) -> None:
        if frame.kind in RATES:
            is_loud = level(frame.payload) > _LOUD
            self.spoken += len(frame.payload) if is_loud else 0
            self._quiet = 0 if is_loud else self._quiet + len(frame.payload)
            self.heard += whole(frame.payload)

    async def _write(self, frame: bytes) -> None:
        assert len(frame) == FRAME_BYTES
        if not self._writer.is_closing():
            self._writer.write(Frame(Kind.AUDIO_16K, frame).encode())

    async def _agi(self, script: str) -> str:
        reader, writer = await self._open(self.address.fastagi, "FastAGI")
        name, _, argument = script.partition(",")
        writer.write(f"agi_network_script: {name}\nagi_arg_1: {argument}\n\n".encode())
        line = await asyncio.wait_for(reader.readline(), _PATIENCE)
        writer.write(b"200 result=1\n")
        writer.close()
        found = _ANSWER.match(line)
        if not found:
            raise NoAnswer(f"{self.address.host}:{self.address.fastagi} is not a desk's FastAGI")
        return found[1].decode()

    async def _open(
        self, port: int, what: str
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            opening = asyncio.open_connection(self.address.host, port)
            return await asyncio.wait_for(opening, _PATIENCE)
        except (OSError, asyncio.TimeoutError):
            raise NoAnswer(
                f"nothing listens at {self.address.host}:{port} ({what}); is the desk running?"
            ) from None
