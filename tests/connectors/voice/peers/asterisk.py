"""A small Asterisk: AGI start, AudioSocket, AGI next, as the dialplan of our README has them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

from connectors.voice.audiosocket import AUDIO, RATES, Decoder, Frame, Kind
from connectors.voice.sound import Resampler
from tests.connectors.voice.peers.leg import Leg


class AudioSocketLeg(Leg):
    """A caller behind AudioSocket; at `rate` 16000 every sample arrives as it was said."""

    def __init__(self, call: str, rate: int, haste: float) -> None:
        super().__init__(haste)
        self.call, self.rate = call, rate
        self.kinds: set[Kind] = set()
        self._says, self._hears = Resampler(16_000, rate), Resampler(rate, 16_000)

    async def connect(self, host: str, port: int) -> None:
        self.reader, self.writer = await asyncio.open_connection(host, port)
        self.writer.write(Frame(Kind.UUID, UUID(self.call).bytes).encode())

    async def send_frame(self, pcm16k: bytes) -> None:
        await self.send(Frame(AUDIO[self.rate], self._says.feed(pcm16k)).encode())

    async def send_key(self, key: str) -> None:
        await self.send(Frame(Kind.DTMF, key.encode()).encode())

    async def send(self, data: bytes) -> None:
        """Any bytes, also such as no PBX would send."""
        self.writer.write(data)
        await self.writer.drain()

    async def hang_up(self) -> None:
        """The caller puts the receiver down: the connection just ends."""
        self.ended.set()
        self.writer.close()

    async def listen(self) -> None:
        decoder = Decoder()
        with suppress(OSError):
            while data := await self.reader.read(4096):
                for frame in decoder.feed(data):
                    self.kinds.add(frame.kind)
                    if frame.kind is Kind.HANGUP:
                        return
                    self.heard += self._hears.feed(frame.payload)
                    assert frame.kind in RATES


@dataclass
class SimulatedAsterisk:
    """`async with asterisk.call(caller="0612345678") as leg:` runs the whole dialplan."""

    audiosocket_port: int
    fastagi_port: int
    host: str = "127.0.0.1"

    @asynccontextmanager
    async def call(
        self,
        caller: str = "unknown",
        called: str = "100",
        language: str = "",
        rate: int = 8_000,
        haste: float = 1.0,
    ) -> AsyncIterator[AudioSocketLeg]:
        call = await self.agi(f"start,{language}", caller, called)
        leg = AudioSocketLeg(call, rate, haste)
        await leg.connect(self.host, self.audiosocket_port)
        dialplan = asyncio.create_task(self._dialplan(leg))
        try:
            yield leg
        finally:
            await leg.hang_up()
            await dialplan

    async def agi(self, script: str, caller: str = "unknown", called: str = "100") -> str:
        """What a script sets; raises `LookupError` when it sets nothing."""
        reader, writer = await asyncio.open_connection(self.host, self.fastagi_port)
        writer.write(agi_request(script, caller, called))
        found = re.fullmatch(rb'SET VARIABLE VB_\w+ "(.*)"\n', await reader.readline())
        writer.write(b"200 result=1\n")
        writer.close()
        if not found:
            raise LookupError(script)
        return found[1].decode()

    async def _dialplan(self, leg: AudioSocketLeg) -> None:
        talking = asyncio.create_task(leg.talk())
        await leg.listen()
        talking.cancel()
        if not leg.ended.is_set():  # the caller is still there: the dialplan goes on
            leg.next = await self.agi(f"next,{leg.call}")
        leg.ended.set()
        leg.writer.close()


def agi_request(script: str, caller: str, called: str) -> bytes:
    name, *arguments = [part for part in script.split(",") if part]
    lines = {
        "network": "yes",
        "network_script": name,
        "request": f"agi://localhost:4573/{name}",
        "channel": "PJSIP/caller-00000001",
        "language": "en",
        "uniqueid": "1790000000.1",
        "callerid": caller,
        "dnid": called,
        "extension": called,
        **{f"arg_{number}": argument for number, argument in enumerate(arguments, 1)},
    }
    return "".join(f"agi_{key}: {value}\n" for key, value in lines.items()).encode() + b"\n"
