"""Answers that came while nobody was there to hear them, kept for a while."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot import clock

T = TypeVar("T")


class Missed(Generic[T]):
    """The last few things each of the last many conversations missed; each is taken once.

    What nobody came for within `age` is dropped: it may hold what is personal.
    """

    def __init__(
        self, age: timedelta = timedelta(hours=48), conversations: int = 1000, each: int = 20
    ) -> None:
        self._age, self._conversations, self._each = age, conversations, each
        self._kept: OrderedDict[str, tuple[datetime, list[T]]] = OrderedDict()

    def keep(self, conversation: str, thing: T) -> None:
        waiting = [*self.take(conversation), thing]
        self._kept[conversation] = clock.now(), waiting[-self._each :]
        if len(self._kept) > self._conversations:
            self._kept.popitem(last=False)

    def take(self, conversation: str) -> list[T]:
        self._forget()
        return self._kept.pop(conversation, (None, []))[1]

    def _forget(self) -> None:
        """The longest kept are first."""
        while self._kept and clock.now() - next(iter(self._kept.values()))[0] > self._age:
            self._kept.popitem(last=False)
