"""What somebody accepted of checks, once for all: changed answers and false alarms."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now, stored, utc
from knowledge_base.curation.check_tables import accepted_changes

SOME = 400  # values in one question to the database
columns = accepted_changes.c


@dataclass(frozen=True)
class Acceptance:
    """Who answers for it, and why; a changed answer needs no reason."""

    by: str
    at: datetime
    reason: str = ""


def accept(writer: Connection, ids: Collection[str], by: str, reason: str = "") -> list[str]:
    """Those that nobody had accepted before."""
    new = sorted(set(ids) - set(accepted(writer, ids)))
    given = {"accepted_by": by, "accepted_at": utc(now()), "reason": reason}
    if new:
        writer.execute(accepted_changes.insert(), [{"id": one, **given} for one in new])
    return new


def accepted(reader: Connection, ids: Collection[str]) -> dict[str, Acceptance]:
    """Which of these somebody accepted."""
    listed, found = sorted(ids), dict[str, Acceptance]()
    for at in range(0, len(listed), SOME):
        mine = sa.select(accepted_changes).where(columns.id.in_(listed[at : at + SOME]))
        found |= {
            row.id: Acceptance(row.accepted_by, stored(row.accepted_at), row.reason)
            for row in reader.execute(mine)
        }
    return found
