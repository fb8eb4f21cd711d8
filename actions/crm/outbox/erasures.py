"""Erasures as they stand: whom one is about until it has arrived, and the proof afterwards."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from actions.crm.outbox.known import forget
from actions.crm.outbox.tables import State, erasures, letters
from bot.clock import machine_time
from bot.database import BUSY, read_only

_SHOWN = 50
_PATIENCE = 100  # milliseconds that others may be held up


@dataclass(frozen=True)
class Erasure:
    """`records` were touched there; at `checked_at` nobody was found there any more."""

    letter: int
    crm: str
    contact: str
    phone: str
    email: str
    records: int
    asked_at: datetime
    checked_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """What an operator may read of an erasure: it names nobody."""

    letter: int
    crm: str
    contact: str
    state: State
    problem: str
    records: int
    asked_at: datetime
    checked_at: datetime | None


class Erasures:
    """The erasures that one CRM is asked for."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def of(self, letter: int) -> Erasure | None:
        found = select(erasures).where(erasures.c.letter == letter)
        with read_only(self._database) as connection:
            row = connection.execute(found).mappings().first()
        return Erasure(**{one.name: row[one.name] for one in fields(Erasure)}) if row else None

    def erased(self, letter: int, records: int) -> None:
        """Counted as it goes: a later attempt finds nothing to count any more."""
        more = {"records": erasures.c.records + records}
        with self._database.begin() as connection:
            mine = erasures.update().where(erasures.c.letter == letter)
            connection.execute(mine.values(more))

    def done(self, letter: int, crm: str, contact: str) -> None:
        """The CRM knows nobody any more; from here on we do not know whom it was about."""
        nobody = {"phone": "", "email": "", "checked_at": machine_time()}
        with self._database.begin() as connection:
            mine = erasures.update().where(erasures.c.letter == letter)
            connection.execute(mine.values(nobody))
            forget(connection, crm, contact)
        _out_of_the_journal(self._database)

    def standing(self, these: Sequence[int] | None = None) -> list[Standing]:
        """These, or else all that have not arrived, oldest first."""
        where = erasures.c.checked_at.is_(None) if these is None else erasures.c.letter.in_(these)
        with read_only(self._database) as connection:
            return _standings(connection, where, erasures.c.position.asc())

    def past(self) -> list[Standing]:
        """The newest that are done."""
        with read_only(self._database) as connection:
            done = erasures.c.checked_at.is_not(None)
            return _standings(connection, done, erasures.c.position.desc(), _SHOWN)


def _standings(connection: Connection, where: Any, order: Any, most: int = -1) -> list[Standing]:
    """The letter of one that is done may be gone by now."""
    joined = erasures.outerjoin(letters, letters.c.position == erasures.c.letter)
    found = select(erasures, letters.c.state, letters.c.problem).select_from(joined)
    found = found.where(where).order_by(order)
    rows = connection.execute(found.limit(most) if most >= 0 else found).mappings()
    return [_standing(row) for row in rows]


def _standing(row: Any) -> Standing:
    named = ("letter", "crm", "contact", "records", "asked_at", "checked_at")
    state = State.DELIVERED if row["checked_at"] else State(row["state"] or State.WAITING.value)
    problem = "" if row["checked_at"] else row["problem"] or ""
    return Standing(state=state, problem=problem, **{name: row[name] for name in named})


def _out_of_the_journal(database: Engine) -> None:
    """SQLite's journal still holds the page as it was; where it is in use, the next one does it."""
    if database.dialect.name != "sqlite":
        return
    with database.connect() as connection, suppress(sqlite3.Error):
        raw = connection.connection.driver_connection
        raw.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        raw.execute(f"PRAGMA busy_timeout = {BUSY * 1000}")
