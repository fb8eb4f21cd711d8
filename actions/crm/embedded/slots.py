"""When a callback can be booked, and whether there is still room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, islice
from typing import Protocol

from sqlalchemy import func, select

from actions.crm.embedded import values
from actions.crm.embedded.tables import callbacks
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CallbackStatus, CrmRefused, Refusal
from bot.clock import PARIS, utc

OPEN = (CallbackStatus.BOOKED.value, CallbackStatus.MOVED.value)

# What a visitor may take to say yes to a slot that was offered.
HESITATION = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
LONGEST = timedelta(days=1)  # no call is longer
FIRST_PART = 32


class Calendar(Protocol):
    """When people are there to call back."""

    def is_open(self, moment: datetime) -> bool: ...
    def slots(self, after: datetime, minutes: int, horizon_days: int) -> Iterable[datetime]:
        """The starts of slots at or after a moment, soonest first."""


@dataclass(frozen=True)
class SlotRules:
    """How long, how many, how soon and how far, in the hours of a calendar.

    `buffer` follows each call: starts stay where they are, the place is taken a while longer.
    """

    calendar: Calendar
    length: timedelta
    capacity: int
    delay: timedelta
    horizon: timedelta
    buffer: timedelta = timedelta(0)

    @property
    def held(self) -> timedelta:
        """How long a call keeps its place: what is noted after it is part of that."""
        return self.length + self.buffer


def check(unit: Unit, rules: SlotRules, start: datetime, queue: str, moving: str = "") -> None:
    """Refuse a start that cannot be booked; `moving` is the callback that would leave its slot.

    Whoever calls holds the queue's lock: nobody takes the last place in between.
    """
    reason = _impossible(rules, start, unit.now) or _full(unit, rules, start, queue, moving)
    if reason:
        raise CrmRefused(reason)


def free(
    unit: Unit, rules: SlotRules, after: datetime, limit: int, queue: str
) -> Sequence[datetime]:
    """The next starts with room left."""
    earliest = max(values.moment(after), unit.now + rules.delay)
    found: list[datetime] = []
    for some in _in_growing_parts(_starts(unit, rules, earliest)):
        taken = _taken(unit, some[0] - rules.buffer, some[-1] + rules.held, queue)
        found += [start for start in some if taken.room(rules, start)]
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def _in_growing_parts(starts: Iterator[datetime]) -> Iterator[list[datetime]]:
    """What is free soon is found in a few calls, and what is rare in a few looks."""
    size = FIRST_PART
    while some := list(islice(starts, size)):
        yield some
        size *= 2


def _starts(unit: Unit, rules: SlotRules, earliest: datetime) -> Iterator[datetime]:
    latest = unit.now + rules.horizon
    if earliest > latest:
        return
    minutes = rules.length // MINUTE
    for start in rules.calendar.slots(earliest.astimezone(PARIS), minutes, rules.horizon.days):
        if start > latest:
            return
        if start >= earliest:
            yield start


def _impossible(rules: SlotRules, start: datetime, now: datetime) -> Refusal | None:
    if values.moment(start) < now:
        return Refusal.PAST
    if start < now + rules.delay - HESITATION:
        return Refusal.TOO_SOON
    if start > now + rules.horizon:
        return Refusal.TOO_FAR
    minutes = (utc(start) + n * MINUTE for n in range(rules.length // MINUTE))
    staffed = all(rules.calendar.is_open(one.astimezone(PARIS)) for one in minutes)
    return None if staffed else Refusal.CLOSED


def _full(unit: Unit, rules: SlotRules, start: datetime, queue: str, moving: str) -> Refusal | None:
    """Everyone who is called during the slot counts, wherever their own slot began."""
    overlapping = (
        select(func.count())
        .select_from(callbacks)
        .where(callbacks.c.queue == queue, callbacks.c.status.in_(OPEN), callbacks.c.ref != moving)
        .where(callbacks.c.start < start + rules.held, callbacks.c.end > start - rules.buffer)
    )
    taken = unit.connection.execute(overlapping).scalar_one()
    return Refusal.FULL if taken >= rules.capacity else None


@dataclass(frozen=True)
class Taken:
    """How many calls have begun, and how many have ended, by the moments at which they do."""

    starts: list[datetime]
    begun: list[int]
    ends: list[datetime]
    ended: list[int]

    @classmethod
    def of(cls, calls: Iterable[tuple[datetime, datetime, int]]) -> Taken:
        """From starts, ends, and how many calls have them."""
        begun: Counter[datetime] = Counter()
        ended: Counter[datetime] = Counter()
        for start, end, count in calls:
            begun[start] += count
            ended[end] += count
        return cls(*_summed(begun), *_summed(ended))

    def room(self, rules: SlotRules, start: datetime) -> bool:
        begun = self.begun[bisect_left(self.starts, start + rules.held)]
        return begun - self.ended[bisect_right(self.ends, start - rules.buffer)] < rules.capacity


def _summed(counts: Mapping[datetime, int]) -> tuple[list[datetime], list[int]]:
    moments = sorted(counts)
    return moments, list(accumulate((counts[one] for one in moments), initial=0))


def _taken(unit: Unit, after: datetime, before: datetime, queue: str) -> Taken:
    """Calls between two moments, counted by the database: thousands have few starts."""
    booked = (
        select(callbacks.c.start, callbacks.c.end, func.count())
        .where(callbacks.c.queue == queue, callbacks.c.status.in_(OPEN))
        .where(callbacks.c.start < before, callbacks.c.start > after - LONGEST)
        .where(callbacks.c.end > after)
        .group_by(callbacks.c.start, callbacks.c.end)
    )
    return Taken.of(tuple(row) for row in unit.connection.execute(booked))
