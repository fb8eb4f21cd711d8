"""What became of a callback in the company's own CRM, noted in the desk's books."""

from __future__ import annotations

from datetime import datetime

from actions.crm.embedded import attempts, notices, slots
from actions.crm.embedded import callbacks as records
from actions.crm.embedded.tables import callbacks
from actions.crm.embedded.transactions import Unit
from actions.crm.port import Callback, CallbackStatus, CallState


def noted(unit: Unit, asked: Callback, there: CallState) -> bool:
    """Whether it changed anything; never where the callback has changed here since `asked`.

    The company may call at hours that the desk would not offer: its move needs no free place.
    """
    row = records.locked(unit, asked.ref)
    if row["status"] not in slots.OPEN or row["sequence"] != asked.sequence:
        return False
    if there.status is CallbackStatus.DONE:
        attempts.write(unit, row, attempts.ELSEWHERE)
        unit.update(callbacks, row["ref"], status=CallbackStatus.DONE.value)
        notices.withdraw(unit, row["ref"])
        return True
    sequence = row["sequence"] + 1
    if there.status is CallbackStatus.CANCELLED:
        gone = CallbackStatus.CANCELLED.value
        unit.update(callbacks, row["ref"], status=gone, sequence=sequence)
        notices.withdraw(unit, row["ref"])
        return True
    if there.start is None or _same(there.start, row["start"]):
        return False
    moved = {"start": there.start, "end": there.start + (row["end"] - row["start"])}
    status = CallbackStatus.MOVED.value
    changed = unit.update(callbacks, row["ref"], status=status, sequence=sequence, **moved)
    notices.told(unit, changed, row)
    return True


def _same(one: datetime, other: datetime) -> bool:
    """To the second: not every CRM keeps more."""
    return one.replace(microsecond=0) == other.replace(microsecond=0)
