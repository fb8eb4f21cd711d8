"""Rules of what is forgotten with time, and the record that proves it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot import clock
from bot.database import metadata, read_only

SOME = 200  # records at a time, so that nobody waits for the database
A_DAY = timedelta(days=1)
runs = sa.Table(
    "retention_runs",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("kind", sa.String(40), nullable=False, index=True),
    sa.Column("before", sa.DateTime(timezone=True), nullable=False),
    sa.Column("records", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Rule:
    """A kind of data and its time; `due` counts what is older, `act` forgets some of it."""

    kind: str
    time: timedelta
    due: Callable[[datetime], int]
    act: Callable[[datetime], int]

    def before(self) -> datetime:
        """What is older than this moment (UTC) is forgotten."""
        return clock.utc(clock.now() - self.time)


@dataclass(frozen=True)
class Run:
    """What one run forgot: `records` of a kind that were older than `before`."""

    kind: str
    at: datetime
    before: datetime
    records: int


def days(number: float) -> timedelta:
    return timedelta(days=number)


def rows_rule(
    database: Engine,
    kind: str,
    time: timedelta,
    key: Any,
    old: Callable[[datetime], Any],
    values: Mapping[str, Any] | None = None,
) -> Rule:
    """Rows of the table of `key` that are `old` are deleted, or changed to `values`."""

    def due(before: datetime) -> int:
        counted = sa.select(sa.func.count()).select_from(key.table).where(old(before))
        with read_only(database) as connection:
            return int(connection.execute(counted).scalar_one())

    def act(before: datetime) -> int:
        some = key.in_(sa.select(key).where(old(before)).limit(SOME))
        where = (some, old(before))
        change = (
            key.table.update().where(*where).values(values)
            if values
            else key.table.delete().where(*where)
        )
        with database.begin() as connection:
            return int(connection.execute(change).rowcount)

    return Rule(kind, time, due, act)


class Proof:
    """The record of runs: one row for each that forgot something, and one a day of each kind."""

    def __init__(self, database: Engine) -> None:
        self._engine = database

    def write(self, kind: str, before: datetime, records: int) -> None:
        at = clock.utc(clock.now())
        with self._engine.begin() as connection:
            last = connection.execute(sa.select(sa.func.max(runs.c.at)).where(runs.c.kind == kind))
            latest = last.scalar_one_or_none()
            if records or latest is None or at - clock.stored(latest) >= A_DAY:
                row = {"at": at, "kind": kind, "before": before, "records": records}
                connection.execute(runs.insert().values(row))

    def newest(self, most: int = 50) -> list[Run]:
        query = sa.select(runs).order_by(runs.c.position.desc()).limit(most)
        with read_only(self._engine) as connection:
            return [
                Run(row.kind, clock.stored(row.at), clock.stored(row.before), row.records)
                for row in connection.execute(query)
            ]
