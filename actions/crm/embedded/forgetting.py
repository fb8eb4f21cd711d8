"""What the embedded CRM forgets with time: people whose business is over, and their words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from actions.crm.embedded import people
from actions.crm.embedded.slots import OPEN
from actions.crm.embedded.tables import callbacks, cases, contacts, feedback, leads
from actions.crm.embedded.transactions import Unit
from actions.crm.records import CaseStatus
from actions.fields.references import new_reference
from bot.clock import now
from bot.database import read_only
from bot.forgetting import SOME, Rule, rows_rule

_OVER = (CaseStatus.RESOLVED.value, CaseStatus.CLOSED.value)


def rules(database: Engine, records: timedelta, comments: timedelta) -> list[Rule]:
    """Contacts with all that was recorded of them, and comments on their own."""
    position = feedback.c.position

    def commented(before: datetime) -> Any:
        return sa.and_(feedback.c.comment != "", feedback.c.created_at < before)

    def due(before: datetime) -> int:
        counted = sa.select(sa.func.count()).select_from(contacts).where(_over(before))
        with read_only(database) as connection:
            return int(connection.execute(counted).scalar_one())

    def act(before: datetime) -> int:
        some = sa.select(contacts.c.ref).where(_over(before)).limit(SOME)
        with database.begin() as connection:
            found = connection.execute(some).scalars().all()
            unit = Unit(connection, now(), new_reference)
            for ref in found:
                people.erase(unit, ref)
        return len(found)

    return [
        Rule("contacts", records, due, act),
        rows_rule(database, "comments", comments, position, commented, {"comment": ""}),
    ]


def _over(before: datetime) -> Any:
    """Nothing of theirs is open, and nothing is younger."""
    mine = contacts.c.ref
    running = (
        sa.exists().where(
            cases.c.contact == mine,
            sa.or_(cases.c.status.notin_(_OVER), cases.c.created_at >= before),
        ),
        sa.exists().where(
            callbacks.c.contact == mine,
            sa.or_(
                sa.and_(callbacks.c.status.in_(OPEN), callbacks.c.end >= before),
                callbacks.c.created_at >= before,
            ),
        ),
        sa.exists().where(leads.c.contact == mine, leads.c.created_at >= before),
    )
    alive = contacts.c.erased_at.is_(None)
    return sa.and_(alive, contacts.c.created_at < before, *(~one for one in running))
