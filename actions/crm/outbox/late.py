"""A letter that does not arrive for hours: somebody is told once, and it goes on being tried."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy.engine import Engine

from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.dead_letters import ask_somebody, shown
from actions.crm.outbox.mail import Letter
from actions.crm.outbox.tables import letters
from actions.fields.references import new_reference
from bot.clock import machine_time
from bot.logs import correlation

LATE = timedelta(hours=6)
LATE_ATTEMPTS = 5  # a clock that jumps ahead makes no letter late by itself
log = structlog.get_logger()


def tell(database: Engine, one: Letter, problem: str) -> None:
    """Whatever else that person asked for waits behind it: a case asks a colleague to see to it."""
    moment = machine_time()
    hours = (moment - one.created_at) / timedelta(hours=1)
    tries = one.attempts + 1
    if one.told_at is not None or moment - one.created_at < LATE or tries < LATE_ATTEMPTS:
        return
    with database.begin() as connection:
        mine = letters.update().where(letters.c.position == one.position)
        connection.execute(mine.values(told_at=moment))
        ask_somebody(Unit(connection, moment, new_reference), one, f"late: {problem}")
    log.warning(
        "crm delivery late", letter=one.position, kind=one.kind.value, ref=shown(one),
        correlation=correlation(one.ref), attempts=tries, hours=round(hours), reason=problem,
    )  # fmt: skip
