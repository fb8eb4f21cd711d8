"""The calls that a queue has to make, counted by when they begin and end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from sqlalchemy import func, select

from actions.crm.embedded.tables import callbacks
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CallbackStatus

OPEN = (CallbackStatus.BOOKED.value, CallbackStatus.MOVED.value)
LONGEST = timedelta(days=1)  # no call is longer


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

    def within(self, after: datetime, before: datetime) -> int:
        """How many are under way at any time between these two."""
        begun = self.begun[bisect_left(self.starts, before)]
        return begun - self.ended[bisect_right(self.ends, after)]


def _summed(counts: Mapping[datetime, int]) -> tuple[list[datetime], list[int]]:
    moments = sorted(counts)
    return moments, list(accumulate((counts[one] for one in moments), initial=0))


def taken_between(unit: Unit, after: datetime, before: datetime, queue: str) -> Taken:
    """Calls between two moments, counted by the database: thousands have few starts."""
    booked = (
        select(callbacks.c.start, callbacks.c.end, func.count())
        .where(callbacks.c.queue == queue, callbacks.c.status.in_(OPEN))
        .where(callbacks.c.start < before, callbacks.c.start > after - LONGEST)
        .where(callbacks.c.end > after)
        .group_by(callbacks.c.start, callbacks.c.end)
    )
    return Taken.of(tuple(row) for row in unit.connection.execute(booked))
