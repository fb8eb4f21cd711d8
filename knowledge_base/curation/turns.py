"""How many releases have gone live: the cheap sign that something was published."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.database import reading
from knowledge_base.curation.tables import releases


def turn(database: Engine, connection: Connection | None = None) -> int:
    """The place of the last release among those that went live; 0 before the first."""
    with reading(database, connection) as reader:
        return int(reader.execute(sa.select(sa.func.max(releases.c.turn))).scalar() or 0)
