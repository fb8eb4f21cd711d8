"""What a person still has open: cases that are not resolved, calls that are to be made."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select

from actions.crm.embedded import callbacks as callback_records
from actions.crm.embedded import cases as case_records
from actions.crm.embedded.slots import OPEN
from actions.crm.embedded.tables import callbacks, cases
from actions.crm.embedded.transactions import Unit
from actions.crm.port import Callback, Case, CaseStatus

UNRESOLVED = (CaseStatus.OPEN.value, CaseStatus.WAITING.value)
MOST = 20


def of(unit: Unit, contact: str) -> tuple[Case | Callback, ...]:
    """Newest first, cases before callbacks."""
    return (
        *(case_records.read(row) for row in _rows(unit, cases, contact, UNRESOLVED)),
        *(callback_records.read(row) for row in _rows(unit, callbacks, contact, OPEN)),
    )


def _rows(unit: Unit, table: Table, contact: str, states: tuple[str, ...]) -> Any:
    mine = (table.c.contact == contact, table.c.status.in_(states))
    found = select(table).where(*mine).order_by(table.c.position.desc()).limit(MOST)
    return unit.connection.execute(found).mappings().all()
