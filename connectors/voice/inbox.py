"""What came in by a line and was not taken yet: bounded, and closed by `Ended`, once."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable

from connectors.voice.speech import RATE
from connectors.voice.transport import Ended, LineEvent, Sound

Count = Callable[[str], None]
_MOST_SOUND = 30 * RATE * 2  # half a minute: a call that takes less is not listening any more
_MOST_EVENTS = 4_000


def uncounted(_name: str) -> None:
    """For those who keep no figures."""


class Inbox:
    """Never blocks who puts; who takes waits. Too much untaken sound loses its oldest part."""

    def __init__(self, count: Count = uncounted) -> None:
        self._count = count
        self._events: deque[LineEvent] = deque()
        self._sound = 0
        self._there = asyncio.Event()
        self.ended: Ended | None = None

    def put(self, event: LineEvent) -> None:
        if self.ended:
            return
        self._events.append(event)
        if isinstance(event, Sound):
            self._sound += len(event.pcm)
            self._make_room()
        elif len(self._events) > _MOST_EVENTS:
            self._events.popleft()
            self._count("line_events_dropped")
        self._there.set()

    def end(self, reason: str) -> None:
        """The line is closed; what came before is still taken. Only the first reason counts."""
        if not self.ended:
            self.ended = Ended(reason)
            self._there.set()

    async def events(self) -> AsyncIterator[LineEvent]:
        """What came in, in order, up to and with `Ended`."""
        while True:
            while self._events:
                yield self._taken()
            if self.ended:
                yield self.ended
                return
            self._there.clear()
            await self._there.wait()

    def _taken(self) -> LineEvent:
        event = self._events.popleft()
        if isinstance(event, Sound):
            self._sound -= len(event.pcm)
        return event

    def _make_room(self) -> None:
        while self._sound > _MOST_SOUND:
            oldest = next(event for event in self._events if isinstance(event, Sound))
            self._events.remove(oldest)
            self._sound -= len(oldest.pcm)
            self._count("line_sound_dropped")
