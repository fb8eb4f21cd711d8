"""Who changed what, before and after: a record that can only grow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import stored
from bot.database import metadata, read_only
from knowledge_base.curation.moments import utc_now

PAGE = 50
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("who", sa.String(120), nullable=False, index=True),
    sa.Column("what", sa.String(60), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False, index=True),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("after", sa.Text, nullable=False),
)


@dataclass(frozen=True)
class Entry:
    """One change. `before` and `after` are what JSON can say; None where there was nothing."""

    position: int
    at: datetime
    who: str
    what: str
    subject: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Wanted:
    """Which entries; empty fields ask for all. `since` is included, `until` is not."""

    who: str = ""
    subject: str = ""
    what: str = ""
    since: datetime | None = None
    until: datetime | None = None


def record(
    connection: Connection, who: str, what: str, subject: str, before: Any = None, after: Any = None
) -> None:
    """Write a change down, in the transaction that makes it. `what` is like `article.save`."""
    connection.execute(
        audit.insert().values(
            at=utc_now(),
            who=who[:120],
            what=what,
            subject=subject[:200],
            before=_json(before),
            after=_json(after),
        )
    )


class Audit:
    """The record, read newest first."""

    def __init__(self, database: Engine) -> None:
        self._engine = database

    def page(self, wanted: Wanted, before: int | None = None, size: int = PAGE) -> list[Entry]:
        """At most `size` entries, older than the position `before` when it is given."""
        query = _query(wanted).limit(size)
        if before is not None:
            query = query.where(audit.c.position < before)
        with read_only(self._engine) as connection:
            return [_entry(row) for row in connection.execute(query)]

    def all(self, wanted: Wanted, size: int = 500) -> Iterator[Entry]:
        """Every entry, read page by page, so that a long record never fills the memory."""
        last: int | None = None
        while found := self.page(wanted, last, size):
            yield from found
            last = found[-1].position


def _query(wanted: Wanted) -> Any:
    query = sa.select(audit).order_by(audit.c.position.desc())
    for column, value in ((audit.c.who, wanted.who), (audit.c.what, wanted.what)):
        if value:
            query = query.where(column == value)
    if wanted.subject:
        query = query.where(audit.c.subject.contains(wanted.subject, autoescape=True))
    if wanted.since:
        query = query.where(audit.c.at >= wanted.since)
    if wanted.until:
        query = query.where(audit.c.at < wanted.until)
    return query


def _entry(row: Any) -> Entry:
    before, after = json.loads(row.before), json.loads(row.after)
    return Entry(row.position, stored(row.at), row.who, row.what, row.subject, before, after)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
