"""Where a PBX dials in by AudioSocket: only calls that FastAGI announced a moment ago enter."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass
from uuid import UUID

from connectors.voice.announcements import Announced, Announcements, Onward
from connectors.voice.audiosocket import Decoder, Frame, Kind, Malformed
from connectors.voice.audiosocket_line import AudioSocketLine
from connectors.voice.conducting import Take, conduct
from connectors.voice.inbox import Count
from connectors.voice.pacer import TICK
from connectors.voice.transport import Arrival
from connectors.voice.watching import PATIENT, Patience

_INTRODUCTION = 2.0  # seconds in which a PBX says which call it brings
_LINGERING = 2.0
_SEND_BUFFER = 8_192  # half a second at most waits in the kernel when a PBX stalls


@dataclass
class AudioSocketDoor:
    """Serves one connection after the other; give it to `asyncio.start_server`."""

    take: Take
    announcements: Announcements
    onward: Onward
    count: Count
    tick: float = TICK
    patience: Patience = PATIENT
    introduction: float = _INTRODUCTION

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            _hold_little(writer)
            decoder = Decoder(self.count)
            if admitted := await self._admitted(reader, decoder):
                call, early = admitted
                line = AudioSocketLine(
                    _arrival(call), reader, writer, self.onward, self.count,
                    decoder, early, self.tick, self.patience,
                )  # fmt: skip
                await conduct(line, self.take, self.count)
        finally:
            writer.close()
            # A PBX that takes nothing would keep the connection for ever.
            asyncio.get_running_loop().call_later(_LINGERING, writer.transport.abort)

    async def _admitted(
        self, reader: asyncio.StreamReader, decoder: Decoder
    ) -> tuple[Announced, list[Frame]] | None:
        """The announced call, and the frames that came along with its id; None: refused."""
        try:
            frames = await asyncio.wait_for(_first(reader, decoder), self.introduction)
        except (Malformed, OSError, asyncio.TimeoutError):
            frames = []
        if not frames or frames[0].kind is not Kind.UUID:
            self.count("audiosocket_no_id")
            return None
        call = self.announcements.claim(str(UUID(bytes=frames[0].payload)))
        if call is None:
            self.count("audiosocket_unknown_id")
            return None
        return call, frames[1:]


async def _first(reader: asyncio.StreamReader, decoder: Decoder) -> list[Frame]:
    """The first frames; none when the connection ends before."""
    frames: list[Frame] = []
    while not frames and (data := await reader.read(4096)):
        frames = list(decoder.feed(data))
    return frames


def _hold_little(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)


def _arrival(call: Announced) -> Arrival:
    return Arrival(
        call.id, "audiosocket", call.caller, call.called, call.language, variables=call.variables
    )
