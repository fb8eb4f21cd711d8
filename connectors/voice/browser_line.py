"""The line of a visitor who speaks with the widget: a WebSocket that the page's player paces."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from typing import Any, Literal

from starlette.websockets import WebSocket, WebSocketDisconnect

from connectors.voice import browser
from connectors.voice.speech import RATE
from connectors.voice.transport import Arrival, Ended, LineEvent, Mark

IDLE_SECONDS = 15.0
STALL_SECONDS = 5.0
MAX_MARKS = 1000
_AHEAD_SECONDS = 10.0  # what a network may hold back and hand over at once
GONE = (WebSocketDisconnect, RuntimeError, OSError, asyncio.TimeoutError)


class BrowserLine:
    """A `CallTransport`: the page holds what is to be heard, and drops it when it is told."""

    clock_owner: Literal["bot", "peer"] = "peer"

    def __init__(self, socket: WebSocket, hello: browser.Hello, conversation: str) -> None:
        self.arrival = Arrival(
            uuid.uuid4().hex,
            "browser",
            language=hello.language,
            conversation=conversation,
            variables={"mode": hello.mode},
        )
        self.reason = ""
        self._socket, self._sending = socket, asyncio.Lock()
        self._marks, self._flushes = set[str](), 0
        self._heard, self._began = 0, asyncio.get_running_loop().time()
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def events(self) -> AsyncIterator[LineEvent]:
        while not self.reason:
            found = await self._next()
            if isinstance(found, Mark) and found.name not in self._marks:
                continue
            if isinstance(found, Mark):
                self._marks.discard(found.name)
            if found is not None:
                yield found
        yield Ended(self.reason)

    async def send_audio(self, pcm: bytes) -> None:
        """A flush that comes in between stops the rest."""
        flushes = self._flushes
        for piece in browser.pieces(pcm):
            if self.reason or flushes != self._flushes:
                return
            await self._send(piece)

    async def mark(self, name: str) -> None:
        if len(self._marks) < MAX_MARKS:
            self._marks.add(name)
            await self._send(browser.frame("mark", name=name))

    async def flush(self) -> None:
        self._flushes += 1
        await self._send(browser.frame("flush"))

    async def tell(self, fact: Mapping[str, Any]) -> None:
        if text := browser.told(fact):
            await self._send(text)

    async def hangup(self) -> None:
        await self.end("hangup")

    async def transfer(self, target: str) -> None:
        """A page cannot be put through; it is told, and shows the number to call."""
        await self.end("transfer")

    async def end(self, reason: str) -> None:
        """Tell the page why, once, and take no more of it."""
        if self.reason:
            return
        await self._send(browser.frame("ended", reason=reason))
        self._over(reason)

    def _over(self, reason: str) -> None:
        self.reason = self.reason or reason
        if not self._ended.done():
            self._ended.set_result(None)

    async def _next(self) -> LineEvent | None:
        """The next event; None when a frame had none, or the line has ended meanwhile."""
        receiving = asyncio.ensure_future(self._socket.receive())
        either: set[asyncio.Future[Any]] = {receiving, self._ended}
        try:
            await asyncio.wait(either, timeout=IDLE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if receiving.done():
                return await self._read(receiving.result())
        except GONE:
            self._over("lost")
        finally:
            receiving.cancel()
        if not self.reason:
            await self.end("idle")
        return None

    async def _read(self, received: Mapping[str, Any]) -> LineEvent | None:
        if received["type"] == "websocket.disconnect":
            self._over("hangup")
            return None
        try:
            return self._meant(received)
        except browser.BadFrame as bad:
            await self.end(str(bad))
            return None

    def _meant(self, received: Mapping[str, Any]) -> LineEvent | None:
        if (data := received.get("bytes")) is not None:
            self._weigh(len(data))
            return browser.sound(data)
        said = browser.control(received.get("text") or "")
        if isinstance(said, browser.Hello):
            raise browser.BadFrame("bad_frame")
        if isinstance(said, browser.Bye):
            self._over("bye")
        return browser.event(said)

    def _weigh(self, count: int) -> None:
        """Nobody speaks faster than time passes."""
        self._heard += count
        passed = asyncio.get_running_loop().time() - self._began
        if self._heard > (passed * 1.1 + _AHEAD_SECONDS) * RATE * 2:
            raise browser.BadFrame("too_fast")

    async def _send(self, what: str | bytes) -> None:
        """In order; a page that has gone, or takes nothing for a while, ends the line."""
        async with self._sending:
            if self.reason:
                return
            sent = (
                self._socket.send_text(what)
                if isinstance(what, str)
                else self._socket.send_bytes(what)
            )
            try:
                await asyncio.wait_for(sent, STALL_SECONDS)
            except GONE:
                self._over("lost")
