"""What is to be told of a callback by letter, written in the transaction that changes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from sqlalchemy import select

from actions.crm.embedded.slots import OPEN
from actions.crm.embedded.tables import callbacks, notices
from actions.crm.embedded.transactions import Unit
from actions.crm.records import CallbackStatus
from bot.clock import machine_time
from bot.settings import settings

UNTRUE = "not true any more"


class Notice(str, Enum):
    """What a letter tells."""

    CONFIRMED = "confirmed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    AGAIN = "again"
    REMINDER = "reminder"
    MISSED = "missed"


def told(unit: Unit, row: Any, before: Any) -> None:
    """What a change of a callback is worth telling; `before` is its row until then, or None."""
    if before is not None and row["sequence"] != before["sequence"]:
        withdraw(unit, row["ref"])
    if row["status"] == CallbackStatus.CANCELLED.value:
        return _write(unit, row, Notice.CANCELLED, unit.now)
    if before is None or before["status"] not in OPEN or row["sequence"] == before["sequence"]:
        return confirmed(unit, row)
    _write(unit, row, Notice.MOVED, unit.now)
    _remind(unit, row)


def confirmed(unit: Unit, row: Any) -> None:
    """The callback as it stands, and a reminder before it."""
    _write(unit, row, Notice.CONFIRMED, unit.now)
    _remind(unit, row)


def missed(unit: Unit, ref: str) -> None:
    """We called and reached nobody: once for each time that was agreed on."""
    _write(unit, unit.one(callbacks, callbacks.c.ref == ref), Notice.MISSED, unit.now)


def placed_again(unit: Unit, row: Any) -> None:
    """We called and reached nobody, and call again at another time."""
    withdraw(unit, row["ref"])
    _write(unit, row, Notice.AGAIN, unit.now)
    _remind(unit, row)


def forget(unit: Unit, *where: Any) -> int:
    """Letters of callbacks that are `where`, sent or not."""
    mine = notices.c.callback.in_(select(callbacks.c.ref).where(*where))
    return int(unit.connection.execute(notices.delete().where(mine)).rowcount)


def _remind(unit: Unit, row: Any) -> None:
    """Not where its time has come already: the confirmation says enough."""
    minutes = settings().callback_reminder_minutes
    due = row["start"] - timedelta(minutes=minutes)
    if minutes and due > unit.now:
        _write(unit, row, Notice.REMINDER, due)


def _write(unit: Unit, row: Any, kind: Notice, due: datetime) -> None:
    """A letter to the callback's address; the same one again only when that has changed."""
    if not row["email"]:
        return
    same = (
        notices.c.callback == row["ref"],
        notices.c.kind == kind.value,
        notices.c.sequence == row["sequence"],
    )
    known = unit.one(notices, *same)
    if known is not None and known["to"] == row["email"]:
        return
    fresh = {
        "to": row["email"],
        "language": row["language"],
        "due_at": due,
        "sent_at": None,
        "tries": 0,
        "next_at": machine_time(),
        "problem": "",
    }
    if known is not None:
        unit.connection.execute(notices.update().where(*same).values(fresh))
        return
    names = {"callback": row["ref"], "kind": kind.value, "sequence": row["sequence"]}
    unit.insert(notices, **names, **fresh)


def withdraw(unit: Unit, ref: str) -> None:
    """Letters that were not sent yet tell what was true before."""
    waiting = (notices.c.callback == ref, notices.c.next_at.is_not(None))
    unit.connection.execute(notices.update().where(*waiting).values(next_at=None, problem=UNTRUE))
