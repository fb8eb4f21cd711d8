"""Where a callback stands in its queue, and when it is really made."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select

from actions.crm.embedded import slots, values
from actions.crm.embedded.attempts import ELSEWHERE, EXPIRED
from actions.crm.embedded.tables import attempts, callbacks
from actions.crm.embedded.transactions import Unit
from actions.crm.port import Place
from bot.clock import utc

ENOUGH, MOST = 10, 50  # first attempts
RECENT = timedelta(days=30)


def place(unit: Unit, start: datetime, queue: str, phone: str, length: timedelta) -> Place:
    """The place of whoever books this start now; their own open callback is not before them."""
    begins = utc(values.moment(start))
    before = (
        select(func.count())
        .select_from(callbacks)
        .where(callbacks.c.queue == queue, callbacks.c.status.in_(slots.OPEN))
        .where(callbacks.c.end > unit.now, callbacks.c.start <= begins)
        .where(callbacks.c.phone != phone)
    )
    position = 1 + unit.connection.execute(before).scalar_one()
    expected = begins + lateness(unit, queue)
    return Place(position, expected, max(begins + length, expected))


def lateness(unit: Unit, queue: str) -> timedelta:
    """The median wait beyond the start, of recent first attempts; none until there are enough."""
    first = func.min(attempts.c.created_at)
    made = (
        select(func.min(attempts.c.planned), first)
        .select_from(attempts.join(callbacks, callbacks.c.ref == attempts.c.callback))
        .where(callbacks.c.queue == queue, attempts.c.outcome.not_in((EXPIRED, ELSEWHERE)))
        .where(attempts.c.created_at > unit.now - RECENT)
        .group_by(callbacks.c.ref)
        .order_by(first.desc())
        .limit(MOST)
    )
    waits = [max(at - start, timedelta(0)) for start, at in unit.connection.execute(made)]
    return median(waits) if len(waits) >= ENOUGH else timedelta(0)
