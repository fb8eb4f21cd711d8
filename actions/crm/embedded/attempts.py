"""Calls that were made: how each ended, and what follows from it.

Whoever was not reached is called again, `GUICHET_CALLBACK_ATTEMPTS` times; then a case tells a
colleague that a promise was not kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from actions.crm.calls import Attempt, CallOutcome, NewAttempt
from actions.crm.embedded import callbacks as records
from actions.crm.embedded import cases, consents, notices, slots, values
from actions.crm.embedded.consents import Tell
from actions.crm.embedded.queues import QueueRules
from actions.crm.embedded.tables import attempts, callbacks, contacts, requests
from actions.crm.embedded.transactions import Unit
from actions.crm.port import (
    CallbackStatus,
    CrmRefused,
    Kind,
    NewCase,
    NewContact,
    Priority,
    Refusal,
)
from bot.settings import settings

FINAL = (CallOutcome.REACHED, CallOutcome.WRONG_NUMBER, CallOutcome.REFUSED)
EXPIRED, ELSEWHERE = "expired", "elsewhere"  # calls that no colleague of the desk made
MISSED = "callback_missed"


def read(row: Any) -> Attempt:
    return Attempt(**{one.name: row[one.name] for one in fields(Attempt)})


def attempted(unit: Unit, queues: QueueRules, ref: str, new: NewAttempt, tell: Tell) -> Attempt:
    """Write a call down, and do what follows.

    Raises `CrmRefused`: UNKNOWN, or NOT_OPEN for a callback that is over.
    """
    row = records.locked(unit, ref)
    if new.external_ref and (
        known := unit.one(attempts, attempts.c.external_ref == values.key(new.external_ref))
    ):
        return read(known)
    if row["status"] not in slots.OPEN:
        raise CrmRefused(Refusal.NOT_OPEN)
    made = write(unit, row, new.outcome.value, new)
    if new.outcome in FINAL:
        unit.update(callbacks, row["ref"], status=CallbackStatus.DONE.value)
        if new.outcome is CallOutcome.REFUSED:
            consents.withdraw_of(unit, row["phone"], tell)
        tell(unit, Kind.CALLBACK, row["ref"])
    elif not _again(unit, queues, row, tell):
        give_up(unit, row, Priority.NORMAL, tell)
        notices.missed(unit, row["ref"])
    return read(made)


def of(unit: Unit, callback: str) -> Sequence[Attempt]:
    """The attempts at a callback, newest first; raises `CrmRefused` UNKNOWN for no callback."""
    records.row_of(unit, callback)
    mine = select(attempts).where(attempts.c.callback == callback.upper())
    rows = unit.connection.execute(mine.order_by(attempts.c.position.desc())).mappings()
    return tuple(read(row) for row in rows)


def case_of(unit: Unit, callback: str) -> str:
    """The case that was opened because nobody was reached; empty when there is none."""
    known = cases.by_external_ref(unit, _missing(callback))
    return known.ref if known else ""


def _again(unit: Unit, queues: QueueRules, row: Any, tell: Tell) -> bool:
    """Place it anew, when that was not done too often and there is room.

    A call that was made long before its time is made again then.
    """
    if _made(unit, row["ref"]) >= settings().callback_attempts:
        return False
    after = unit.now + timedelta(minutes=settings().callback_retry_minutes)
    if row["start"] >= after:
        return True
    rules = queues.held_in(row["queue"], row["language"])
    free = slots.free(unit, rules, after, 1, row["queue"])
    if not free:
        return False
    sequence = row["sequence"] + 1
    placed = {"start": free[0], "end": free[0] + rules.length, "sequence": sequence}
    key = f"again:{row['ref']}:{sequence}"
    moved = CallbackStatus.MOVED.value
    changed = unit.update(callbacks, row["ref"], status=moved, external_ref=key, **placed)
    notices.placed_again(unit, changed)
    tell(unit, Kind.CALLBACK, row["ref"])
    return True


def _made(unit: Unit, ref: str) -> int:
    """The attempts since the person last asked for this call."""
    asked = select(func.max(requests.c.created_at)).where(requests.c.callback == ref)
    since = unit.connection.execute(asked).scalar()
    mine = [attempts.c.callback == ref] + ([attempts.c.created_at >= since] if since else [])
    counted = select(func.count()).select_from(attempts).where(*mine)
    return int(unit.connection.execute(counted).scalar_one())


def give_up(unit: Unit, row: Any, priority: Priority, tell: Tell) -> None:
    """The callback is over, and a colleague decides what comes next."""
    unit.update(callbacks, row["ref"], status=CallbackStatus.DONE.value)
    tell(unit, Kind.CALLBACK, row["ref"])
    person = unit.one(contacts, contacts.c.ref == row["contact"])
    who = NewContact(person["name"], row["phone"], person["email"] or "", row["language"])
    opened = cases.open_case(
        unit,
        NewCase(
            subject=row["reason"] or row["ref"],
            description=f"{row['ref']} · {row['phone']}",
            external_ref=_missing(row["ref"]),
            contact=who,
            category=MISSED,
            priority=priority,
            conversation=row["conversation"],
        ),
    )
    tell(unit, Kind.CASE, opened.ref)


def write(unit: Unit, row: Any, outcome: str, new: NewAttempt | None = None) -> Any:
    return unit.insert(
        attempts,
        external_ref=(new.external_ref or None) if new else None,
        planned=row["start"],
        callback=row["ref"],
        outcome=outcome,
        phone=row["phone"],
        text=values.plain(new.text) if new else "",
        who=new.who[:120] if new else "",
    )


def _missing(ref: str) -> str:
    return f"missed:{ref.upper()}"
