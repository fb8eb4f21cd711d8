"""Who calls back, as it is written in the settings: queues, their hours, languages and places."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from bot.opening_hours import opening_hours

SUPPORT = "support"
LANGUAGES = ("fr", "en")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_SPOKEN = re.compile(r"(?:fr|en)(?:\s*,\s*(?:fr|en))*")
_HOURS = re.compile(r"(fr|en)\s+(\S.*)")
_NUMBER = re.compile(r"(capacity|buffer)\s+(\d+)")
_LIMITS = {"capacity": range(1, 1001), "buffer": range(241)}


@dataclass(frozen=True)
class CallbackQueue:
    """Hours as written; `capacity` callers at one time; `buffer` in minutes, after each call."""

    name: str
    hours: str
    hours_in: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = LANGUAGES
    capacity: int = 3
    buffer: int = 0

    def serves(self, language: str) -> bool:
        return language in self.languages

    def written(self, language: str) -> str:
        """The hours in which that language is spoken."""
        return self.hours_in.get(language, self.hours)


Queues = Mapping[str, CallbackQueue]


@cache
def callback_queues(written: str, hours: str, capacity: int) -> Queues:
    """Queues by name of « support: mon-fri 09:00-18:00 | en mon-fri 10:00-12:00 | capacity 3 ».

    `hours` and `capacity` are those of a queue that gives none. Raises ValueError when it is not
    written like that, when no queue is called `support`, or when nobody speaks a language.
    """
    found: dict[str, CallbackQueue] = {}
    for part in filter(None, (part.strip() for part in (written.strip() or SUPPORT).split(";"))):
        queue = _queue(part.lower(), hours, capacity)
        if queue.name in found:
            raise ValueError(f"callback queue {queue.name!r} is written twice")
        found[queue.name] = queue
    if SUPPORT not in found:
        raise ValueError(f"one callback queue must be called {SUPPORT!r}")
    for language in LANGUAGES:
        if not any(one.serves(language) for one in found.values()):
            raise ValueError(f"no callback queue speaks {language!r}")
    return found


def _queue(written: str, hours: str, capacity: int) -> CallbackQueue:
    name, _, rest = written.partition(":")
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise ValueError(f"callback queue {name!r} is no name: letters, digits, - and _")
    first, *parts = (one.strip() for one in rest.split("|"))
    numbers, hours_in = {"capacity": capacity, "buffer": 0}, dict[str, str]()
    languages: tuple[str, ...] = LANGUAGES
    for part in parts:
        if match := _NUMBER.fullmatch(part):
            numbers[match[1]] = _number(name, match[1], int(match[2]))
        elif _SPOKEN.fullmatch(part):
            languages = tuple(one.strip() for one in part.split(","))
        elif match := _HOURS.fullmatch(part):
            hours_in[match[1]] = _opening(name, match[2])
        else:
            raise ValueError(f"callback queue {name!r}: {part!r} is not understood")
    if unspoken := set(hours_in) - set(languages):
        raise ValueError(f"callback queue {name!r}: hours for {min(unspoken)}, but not spoken")
    return CallbackQueue(name, _opening(name, first or hours), hours_in, languages, **numbers)


def _number(name: str, what: str, number: int) -> int:
    if number not in _LIMITS[what]:
        least, most = _LIMITS[what][0], _LIMITS[what][-1]
        raise ValueError(f"callback queue {name!r}: {what} is from {least} to {most}")
    return number


def _opening(name: str, written: str) -> str:
    try:
        if not opening_hours(written):
            raise ValueError("no opening hours")
    except ValueError as error:
        raise ValueError(f"callback queue {name!r}: {error}") from None
    return written


def serving(queues: Queues, language: str, wanted: str = SUPPORT) -> str:
    """The queue that is wanted, else support, else any other: one that speaks the language."""
    order = (wanted, SUPPORT, *queues)
    return next(name for name in order if name in queues and queues[name].serves(language))
