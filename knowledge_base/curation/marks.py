"""What is noted about an article beside its text: a note, a reminder, a stale translation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import now, stored, utc
from bot.database import engine, reading, writing
from knowledge_base.article import Key
from knowledge_base.curation.tables import is_key, marks

EMPTY = {"note": "", "noted_by": "", "stale_since": None, "stale_release": None, "reminder": None}


@dataclass(frozen=True)
class Mark:
    """`stale_since`: when the other language was published without this one."""

    note: str = ""
    noted_by: str = ""
    stale_since: datetime | None = None
    reminder: date | None = None


class Marks:
    """They are the team's own: none of them is published."""

    def __init__(self, database: Engine | None = None) -> None:
        self._engine = database or engine()

    def all(self, connection: Connection | None = None) -> dict[Key, Mark]:
        with reading(self._engine, connection) as reader:
            rows = reader.execute(sa.select(marks)).all()
        return {(row.id, row.language): _mark(row) for row in rows}

    def get(self, key: Key, connection: Connection | None = None) -> Mark:
        with reading(self._engine, connection) as reader:
            row = reader.execute(sa.select(marks).where(is_key(marks, key))).first()
        return _mark(row) if row else Mark()

    def note(self, key: Key, text: str, by: str, connection: Connection | None = None) -> None:
        """Replace the internal note."""
        with writing(self._engine, connection) as writer:
            _set(writer, key, note=text.strip(), noted_by=by)

    def remind(
        self, key: Key, day: date | None, by: str, connection: Connection | None = None
    ) -> None:
        """Show the article among what is due on that day; None: no more."""
        with writing(self._engine, connection) as writer:
            _set(writer, key, reminder=day, noted_by=by)

    def still_right(self, key: Key, by: str, connection: Connection | None = None) -> None:
        """Somebody compared it with its other language, and nothing needs to change."""
        with writing(self._engine, connection) as writer:
            clear_stale(writer, key)


def set_stale(writer: Connection, key: Key, release: int) -> None:
    """The other language was published; the first time that happened counts."""
    if Marks(writer.engine).get(key, writer).stale_since is None:
        _set(writer, key, stale_since=utc(now()), stale_release=release)


def clear_stale(writer: Connection, key: Key) -> None:
    unmarked = {"stale_since": None, "stale_release": None}
    writer.execute(marks.update().where(is_key(marks, key)).values(**unmarked))


def clear_stale_of(writer: Connection, release: int) -> None:
    """What a release made stale is right again once it is undone."""
    unmarked = {"stale_since": None, "stale_release": None}
    writer.execute(marks.update().where(marks.c.stale_release == release).values(**unmarked))


def _set(writer: Connection, key: Key, **values: Any) -> None:
    if not writer.execute(marks.update().where(is_key(marks, key)).values(**values)).rowcount:
        row = {"id": key[0], "language": key[1], **EMPTY, **values}
        writer.execute(marks.insert().values(**row))


def _mark(row: Any) -> Mark:
    since = stored(row.stale_since) if row.stale_since else None
    return Mark(row.note, row.noted_by, since, row.reminder)
