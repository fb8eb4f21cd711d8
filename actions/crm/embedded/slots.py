"""When a callback can be booked, and whether there is still room."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
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


class Calendar(Protocol):
    """When people are there to call back."""

    def is_open(self, moment: datetime) -> bool: ...
    def slots(self, after: datetime, minutes: int, horizon_days: int) -> Iterable[datetime]:
        """The starts of slots at or after a moment, soonest first."""


@dataclass(frozen=True)
class SlotRules:
    """How long, how many, how soon and how far, in the hours of a calendar."""

    calendar: Calendar
    length: timedelta
    capacity: int
    delay: timedelta
    horizon: timedelta


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
    taken = _taken(unit, earliest, queue)
    return tuple(islice((s for s in _starts(unit, rules, earliest) if taken.room(rules, s)), limit))


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
    local = start.astimezone(PARIS)
    last = (utc(start) + rules.length - MINUTE).astimezone(PARIS)
    staffed = rules.calendar.is_open(local) and rules.calendar.is_open(last)
    return None if staffed else Refusal.CLOSED


def _full(unit: Unit, rules: SlotRules, start: datetime, queue: str, moving: str) -> Refusal | None:
    """Everyone who is called during the slot counts, wherever their own slot began."""
    overlapping = (
        select(func.count())
        .select_from(callbacks)
        .where(callbacks.c.queue == queue, callbacks.c.status.in_(OPEN), callbacks.c.ref != moving)
        .where(callbacks.c.start < start + rules.length, callbacks.c.end > start)
    )
    taken = unit.connection.execute(overlapping).scalar_one()
    return Refusal.FULL if taken >= rules.capacity else None


@dataclass(frozen=True)
class _Taken:
    starts: list[datetime]
    ends: list[datetime]

    def room(self, rules: SlotRules, start: datetime) -> bool:
        begun = bisect_left(self.starts, start + rules.length)
        return begun - bisect_right(self.ends, start) < rules.capacity


def _taken(unit: Unit, after: datetime, queue: str) -> _Taken:
    booked = select(callbacks.c.start, callbacks.c.end).where(
        callbacks.c.queue == queue, callbacks.c.status.in_(OPEN), callbacks.c.end > after
    )
    rows = unit.connection.execute(booked).all()
    return _Taken(sorted(row.start for row in rows), sorted(row.end for row in rows))
