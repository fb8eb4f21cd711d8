"""A small Asterisk with chan_websocket: the PBX dials the desk and keeps the clock itself."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from websockets.client import WebSocketClientProtocol
from websockets.client import connect as connect_websocket
from websockets.exceptions import ConnectionClosed

from connectors.voice.chan_websocket import FORMATS, _decoded, _encoded
from connectors.voice.sound import Resampler
from tests.connectors.voice.peers.asterisk import SimulatedAsterisk
from tests.connectors.voice.peers.playing import PlayingLeg

_XOFF, _XON, _FULL = 900, 800, 1_000


class WebSocketLeg(PlayingLeg):
    """A caller behind chan_websocket, with its queue, its limits and its strictness."""

    def __init__(
        self, socket: WebSocketClientProtocol, format: str, plain: bool, haste: float
    ) -> None:
        super().__init__(haste)
        self.socket, self.format, self.plain = socket, format, plain
        rate = FORMATS[format]
        self.frame_size = rate // 50 * (1 if format.endswith("law") else 2)
        self._says, self._hears = Resampler(16_000, rate), Resampler(rate, 16_000)
        self._buffer: bytes | None = None
        self._is_off = False
        self.call = ""
        self.commands: list[str] = []
        self.dropped = 0

    async def start(self) -> None:
        await self.tell(
            "MEDIA_START", connection_id="media-1", channel="WebSocket/voicebot/1",
            format=self.format, optimal_frame_size=self.frame_size,
        )  # fmt: skip

    async def tell(self, event: str, **fields: object) -> None:
        with suppress(ConnectionClosed):
            if not self.plain:
                said = {"event": event, "channel_id": "1790000000.5", **fields}
                return await self.socket.send(json.dumps(said))
            words = (
                fields.values()
                if "correlation_id" in fields
                else (f"{k}:{v}" for k, v in fields.items())
            )
            await self.socket.send(" ".join([event, *map(str, words)]))

    async def send_frame(self, pcm16k: bytes) -> None:
        with suppress(ConnectionClosed):
            await self.socket.send(_encoded(self.format, self._says.feed(pcm16k)))

    async def send_key(self, key: str) -> None:
        await self.tell("DTMF_END", digit=key)

    async def passed(self, mark: str) -> None:
        await self.tell("MEDIA_BUFFERING_COMPLETED", correlation_id=mark)
        await self._flow()

    async def listen(self) -> None:
        with suppress(ConnectionClosed):
            async for message in self.socket:
                if isinstance(message, bytes):
                    self._take_media(message)
                elif len(message) <= 128:
                    self._obey(message)
                await self._flow()

    async def _flow(self) -> None:
        frames = len(self._held)
        if not self._is_off and frames >= _XOFF:
            self._is_off = True
            await self.tell("MEDIA_XOFF")
        elif self._is_off and frames < _XON:
            self._is_off = False
            await self.tell("MEDIA_XON")

    def _take_media(self, media: bytes) -> None:
        assert len(media) < 65_500
        if self._buffer is not None:
            media = self._buffer + media
            self._buffer = media[len(media) // self.frame_size * self.frame_size :]
        self._enqueue(media[: len(media) // self.frame_size * self.frame_size])

    def _enqueue(self, media: bytes) -> None:
        if len(self._held) + len(media) // self.frame_size > _FULL:
            self.dropped += 1
        else:
            self.hold(self._hears.feed(_decoded(self.format, media)))

    def _obey(self, message: str) -> None:
        name, _, id = message.partition(" ")
        if not self.plain:
            said = json.loads(message)
            name, id = said["command"], said.get("correlation_id", "")
        self.commands.append(name)
        if name == "START_MEDIA_BUFFERING":
            self._buffer = b""
        elif name == "STOP_MEDIA_BUFFERING" and self._buffer is not None:
            filled = self._buffer + bytes(-len(self._buffer) % self.frame_size)
            self._buffer = None
            self._enqueue(filled)
            self.hold_mark(id)
        elif name == "FLUSH_MEDIA":
            self._buffer = None
            self.flush()


@dataclass
class WebSocketPbx:
    """`async with pbx.call(caller=...) as leg:`; with `asterisk`, transfers work through FastAGI."""

    url: str
    user: str = "asterisk"
    password: str = ""
    asterisk: SimulatedAsterisk | None = None

    @asynccontextmanager
    async def call(
        self, caller: str = "", called: str = "100", format: str = "slin16",
        plain: bool = False, haste: float = 1.0, headers: dict[str, str] | None = None,
        language: str = "", early: Sequence[bytes] = (),
    ) -> AsyncIterator[WebSocketLeg]:  # fmt: skip
        """`early`: sound that overtakes `MEDIA_START`, as a busy Asterisk's does."""
        id = await self.asterisk.agi("start", caller, called) if self.asterisk else ""
        said = {"caller": caller, "called": called, "call": id, "language": language}
        query = urlencode({name: value for name, value in said.items() if value})
        basic = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        sent = {"Authorization": f"Basic {basic}", **(headers or {})}
        async with connect_websocket(
            f"{self.url}?{query}",
            subprotocols=["media"],
            extra_headers=sent,  # type: ignore[list-item]
        ) as socket:
            leg = WebSocketLeg(socket, format, plain, haste)
            leg.call = id
            for media in early:
                await socket.send(media)
            await leg.start()
            dialplan = asyncio.create_task(self._dialplan(leg, id))
            try:
                yield leg
            finally:
                leg.ended.set()
                await socket.close()
                await dialplan

    async def _dialplan(self, leg: WebSocketLeg, id: str) -> None:
        tasks = [asyncio.create_task(work()) for work in (leg.talk, leg.play_out)]
        await leg.listen()
        for task in tasks:
            task.cancel()
        if self.asterisk and not leg.ended.is_set():
            leg.next = await self.asterisk.agi(f"next,{id}")
        leg.ended.set()
