"""Callbacks that nobody made in time: they are closed, and a case tells a colleague."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select

from actions.crm.embedded import attempts, slots
from actions.crm.embedded import callbacks as records
from actions.crm.embedded.consents import Tell
from actions.crm.embedded.tables import callbacks
from actions.crm.embedded.transactions import Unit
from actions.crm.port import Priority
from bot.settings import settings

SOME = 50


def late(unit: Unit, but: Collection[str] = ()) -> Sequence[str]:
    """Some that should have been made long ago, the oldest first."""
    before = unit.now - timedelta(hours=settings().callback_expiry_hours)
    found = select(callbacks.c.ref).where(
        callbacks.c.status.in_(slots.OPEN),
        callbacks.c.end < before,
        callbacks.c.ref.not_in(list(but)),
    )
    oldest = found.order_by(callbacks.c.end).limit(SOME)
    return list(unit.connection.execute(oldest).scalars())


def expire(unit: Unit, tell: Tell, refs: Sequence[str], grace: timedelta = timedelta(0)) -> int:
    """Close those of these that are late by more than `grace`; how many that were."""
    before = unit.now - timedelta(hours=settings().callback_expiry_hours) - grace
    done = 0
    for ref in refs:
        row = records.locked(unit, ref)
        if row["status"] in slots.OPEN and row["end"] < before:
            attempts.write(unit, row, attempts.EXPIRED)
            attempts.give_up(unit, row, Priority.HIGH, tell)
            done += 1
    return done
