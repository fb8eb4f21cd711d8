"""One conversation while people are in it: who speaks next, who listens, what is being answered."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from connectors.records import Event

Listener = Callable[[Event], None]
Place = asyncio.Event
T = TypeVar("T")


class Turns:
    """A queue of places; the first one is set, the others wait."""

    def __init__(self) -> None:
        self._places: deque[Place] = deque()

    def join(self) -> Place:
        place = Place()
        self._places.append(place)
        self._places[0].set()
        return place

    def leave(self, place: Place) -> None:
        self._places.remove(place)
        if self._places:
            self._places[0].set()


@dataclass
class Line(Generic[T]):
    """`turns` answers messages in order of arrival; `pen` tells events in the order written."""

    turns: Turns = field(default_factory=Turns)
    pen: asyncio.Lock = field(default_factory=asyncio.Lock)
    jobs: dict[str, asyncio.Task[T]] = field(default_factory=dict)
    listeners: set[Listener] = field(default_factory=set)

    def tell(self, event: Event) -> None:
        for listener in tuple(self.listeners):
            listener(event)

    @property
    def is_idle(self) -> bool:
        return not (self.jobs or self.listeners)


class Lines(Generic[T]):
    """The conversations in progress; a line with nobody on it is forgotten."""

    def __init__(self) -> None:
        self._open: defaultdict[str, Line[T]] = defaultdict(Line)

    def of(self, conversation: str) -> Line[T]:
        return self._open[conversation]

    def start(self, conversation: str, id: str, job: asyncio.Task[T]) -> None:
        """Remember a job of a conversation until it is done."""
        self._open[conversation].jobs[id] = job
        job.add_done_callback(lambda _: self._finished(conversation, id))

    @contextmanager
    def listening(self, conversation: str, listener: Listener) -> Iterator[None]:
        self._open[conversation].listeners.add(listener)
        try:
            yield
        finally:
            self._open[conversation].listeners.discard(listener)
            self._forget(conversation)

    def jobs(self) -> list[asyncio.Task[T]]:
        return [job for line in self._open.values() for job in line.jobs.values()]

    def _finished(self, conversation: str, id: str) -> None:
        self._open[conversation].jobs.pop(id, None)
        self._forget(conversation)

    def _forget(self, conversation: str) -> None:
        if self._open[conversation].is_idle:
            del self._open[conversation]
