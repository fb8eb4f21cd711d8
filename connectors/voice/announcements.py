"""Calls we were told of a moment before their sound comes, and where callers go on to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Generic, TypeVar
from uuid import uuid4

Value = TypeVar("Value")
_MOST = 1_000


@dataclass(frozen=True)
class Announced:
    """A call that is about to come; `id` is known to nobody but us and who announced it."""

    id: str
    caller: str = ""
    called: str = ""
    language: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


class ShortMemory(Generic[Value]):
    """Keeps each thing for some seconds, gives it out once, and never more than a thousand."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._kept: dict[str, tuple[float, Value]] = {}

    def keep(self, key: str, value: Value) -> None:
        self._forget_old()
        self._kept[key] = (self._clock() + self._seconds, value)

    def take(self, key: str) -> Value | None:
        """What was kept under a key; None when it is unknown, too old or taken already."""
        until, value = self._kept.pop(key, (float("-inf"), None))
        return value if self._clock() <= until else None

    def __len__(self) -> int:
        return len(self._kept)

    def _forget_old(self) -> None:
        now = self._clock()
        for key in [key for key, (until, _) in self._kept.items() if until < now]:
            del self._kept[key]
        while len(self._kept) >= _MOST:
            del self._kept[next(iter(self._kept))]


class Announcements:
    """A call is let in only with an id given out here, within some seconds, and once."""

    def __init__(self, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._expected: ShortMemory[Announced] = ShortMemory(seconds, clock)

    def announce(
        self,
        caller: str = "",
        called: str = "",
        language: str = "",
        variables: Mapping[str, str] | None = None,
    ) -> Announced:
        call = Announced(str(uuid4()), caller, called, language, variables or {})
        self._expected.keep(call.id, call)
        return call

    def claim(self, id: str) -> Announced | None:
        """The call behind an id; None when nobody announced it, or too long ago, or it came."""
        return self._expected.take(id)


class Onward:
    """Where a caller goes when our part is over: asked by the line within a minute, once."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._targets: ShortMemory[str] = ShortMemory(60.0, clock)

    def send(self, call: str, target: str) -> None:
        self._targets.keep(call, target)

    def next(self, call: str) -> str:
        """The number or extension; empty: hang up."""
        return self._targets.take(call) or ""
