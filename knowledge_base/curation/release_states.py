"""How a release begins, scheduled or live, and passes from one state to another, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.clock import now, utc
from knowledge_base.curation.release_rows import State
from knowledge_base.curation.tables import releases
from knowledge_base.curation.turns import turn

ATTEMPTS = 5


def claim(
    writer: Connection, by: str, why: str, at: datetime | None, undoes: int | None, basis: str = ""
) -> int:
    """The number of a new release, live at once or scheduled; publishers queue here."""
    for attempt in range(ATTEMPTS):
        number = int(writer.execute(sa.select(sa.func.max(releases.c.number))).scalar() or 0) + 1
        row = {
            "number": number,
            "made_by": by,
            "why": why.strip(),
            "made_at": utc(now()),
            "at": utc(at or now()),
            "state": "scheduled" if at else "live",
            "turn": None if at else turn(writer.engine, writer) + 1,
            "undoes": undoes,
            "reason": basis if at else "",
        }
        try:
            with writer.begin_nested():
                writer.execute(releases.insert().values(**row))
            return number
        except IntegrityError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError


def leaves(writer: Connection, number: int, state: State, to: State, reason: str = "") -> bool:
    """Change a release's state; False when another process has done so before."""
    is_there = sa.and_(releases.c.number == number, releases.c.state == state)
    values: dict[str, Any] = {"state": to, "reason": reason}
    if to == "refused":
        values["turn"] = None
    if to == "live":
        values |= {"turn": turn(writer.engine, writer) + 1, "at": utc(now())}
    return bool(writer.execute(releases.update().where(is_there).values(**values)).rowcount)
