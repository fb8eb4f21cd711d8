"""One call over a WebSocket whose other side keeps the clock: sound leaves at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from itertools import count as numbers
from typing import Any, Literal

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from connectors.side_by_side import until_one_ends
from connectors.voice.announcements import Onward
from connectors.voice.gaps import Gaps
from connectors.voice.inbox import Count, Inbox
from connectors.voice.messages import received, send
from connectors.voice.outbox import Outbox
from connectors.voice.transport import Arrival, LineEvent, Mark, Sound
from connectors.voice.wire import Heard, Hold, Malformed, Over, Reached, Wire

log = structlog.get_logger()
_QUIET = 180.0  # seconds without a message after which nobody is there
_GOODBYE = 2.0
_LONGEST = 64 * 1024


class PeerLine:
    """Keeps the call's marks; how things are said is the wire's affair."""

    clock_owner: Literal["bot", "peer"] = "peer"

    def __init__(
        self,
        arrival: Arrival,
        socket: WebSocket,
        wire: Wire,
        go_on: Callable[[str], None],
        count: Count,
        quiet: float = _QUIET,
    ) -> None:
        self.arrival = arrival
        self._socket, self._wire, self._go_on, self._count = socket, wire, go_on, count
        self._quiet = quiet
        self._inbox, self._outbox = Inbox(count), Outbox(lambda message: send(socket, message))
        self._gaps = Gaps(lambda silence: self._inbox.put(Sound(silence)))
        self._marks: dict[str, list[str]] = {}
        self._ids = numbers(1)
        self._left = asyncio.Event()

    def events(self) -> AsyncIterator[LineEvent]:
        return self._inbox.events()

    async def send_audio(self, pcm: bytes) -> None:
        self._outbox.put(self._wire.say(pcm))

    async def mark(self, name: str) -> None:
        id = f"m{next(self._ids)}"
        if messages := self._wire.mark(id):
            self._marks[id] = [name]
            self._outbox.put(messages)
        elif self._marks:
            self._marks[next(reversed(self._marks))].append(name)
        else:
            self._inbox.put(Mark(name))

    async def flush(self) -> None:
        """What the other side still says of these marks is not listened to any more."""
        self._outbox.replace(self._wire.flush())
        for names in self._marks.values():
            for name in names:
                self._inbox.put(Mark(name, played=False))
        self._marks.clear()

    async def tell(self, fact: Mapping[str, Any]) -> None:
        """A telephone has no screen."""

    async def hangup(self) -> None:
        self._leave("ended")

    async def transfer(self, target: str) -> None:
        self._go_on(target)
        self._leave("transferred")

    def _leave(self, reason: str) -> None:
        self._inbox.end(reason)
        self._left.set()

    async def run(self) -> None:
        """Hear and speak until one side leaves."""
        work = (self._hear(), self._outbox.run(), self._left.wait(), self._gaps.fill())
        results: list[Any] = []
        try:
            results = await until_one_ends(*work)
        finally:
            self._inbox.end(next(filter(None, map(self._fault, results)), "hangup"))
            with suppress(Exception):
                await asyncio.wait_for(self._say_goodbye(), _GOODBYE)

    async def _hear(self) -> None:
        while not self._inbox.ended:
            message = await asyncio.wait_for(received(self._socket), self._quiet)
            if len(message) > _LONGEST:
                raise Malformed("a message of an absurd size")
            for heard in self._wire.hear(message):
                self._receive(heard)

    def _receive(self, heard: Heard) -> None:
        if isinstance(heard, Reached):
            for name in self._marks.pop(heard.id, ()):
                self._inbox.put(Mark(name))
        elif isinstance(heard, Hold):
            self._outbox.hold(heard.on)
        elif isinstance(heard, Over):
            self._inbox.end(heard.reason)
        else:
            if isinstance(heard, Sound):
                self._gaps.heard()
            self._inbox.put(heard)

    async def _say_goodbye(self) -> None:
        if self._left.is_set():
            for sent in self._wire.leave():
                await send(self._socket, sent.message)
        await self._socket.close()

    def _fault(self, result: Any) -> str:
        """One word for what went wrong, where something did; a lost connection is a hang-up."""
        if isinstance(result, Malformed):
            self._count("line_malformed")
            return "malformed"
        if isinstance(result, asyncio.TimeoutError):
            self._count("line_stalled")
            return "stalled"
        if isinstance(result, Exception) and not isinstance(result, (OSError, WebSocketDisconnect)):
            log.error("a line failed", line=self.arrival.line, exc_info=result)
            return "failed"
        return ""


def onward_of(onward: Onward, call: str, count: Count) -> Callable[[str], None]:
    """How a line sends its caller on, when the other side can be told of it afterwards."""

    def go_on(target: str) -> None:
        if call:
            onward.send(call, target)
        else:
            count("transfer_unknown_call")

    return go_on
