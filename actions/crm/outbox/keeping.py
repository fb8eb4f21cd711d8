"""What the outbox forgets with time: letters that arrived, names of people who are gone, proofs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.engine import Engine

from actions.crm.embedded.tables import contacts
from actions.crm.outbox.known import theirs
from actions.crm.outbox.tables import State, erasures, known, letters
from bot.forgetting import Rule, rows_rule

AT_ONCE = timedelta(0)


def rules(database: Engine, said: timedelta, records: timedelta) -> list[Rule]:
    """`said` and `records`: how long words, and the records themselves, are kept."""
    return [
        rows_rule(database, "crm letters", said, letters.c.position, _arrived),
        rows_rule(database, "crm names", AT_ONCE, known.c.position, _of_nobody),
        rows_rule(database, "erasures", records, erasures.c.position, _proved),
    ]


def _arrived(before: datetime) -> Any:
    return and_(letters.c.state == State.DELIVERED.value, letters.c.settled_at < before)


def _of_nobody(before: datetime) -> Any:
    """An erasure that has not arrived finds the person by these names."""
    waits = select(letters.c.position).where(
        letters.c.contact == contacts.c.ref, letters.c.state != State.DELIVERED.value
    )
    gone = select(contacts.c.ref).where(contacts.c.erased_at < before, ~waits.exists())
    return theirs(gone)


def _proved(before: datetime) -> Any:
    return and_(erasures.c.checked_at.is_not(None), erasures.c.checked_at < before)
