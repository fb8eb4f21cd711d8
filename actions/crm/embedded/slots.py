"""When a callback can be booked, and whether there is still room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

from sqlalchemy import func, select

from actions.crm.embedded import values
from actions.crm.embedded.tables import callbacks
from actions.crm.embedded.taken import OPEN as OPEN
from actions.crm.embedded.taken import Taken, taken_between
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CrmRefused, Refusal
from bot.clock import PARIS, utc

# What a visitor may take to say yes to a slot that was offered.
HESITATION = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
FIRST_PART = 16


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
        taken = taken_between(unit, some[0] - rules.buffer, some[-1] + rules.held, queue)
        roomy = (start for start in some if _calls(taken, rules, start) < rules.capacity)
        found += islice(roomy, limit - len(found))
        if len(found) >= limit:
            break
    return tuple(found)


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


def _calls(taken: Taken, rules: SlotRules, start: datetime) -> int:
    return taken.within(start - rules.buffer, start + rules.held)
