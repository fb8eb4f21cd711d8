"""Whether anything still names a person: every table, every file, and what lies in freed pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import read_only
from bot.person import Person
from bot.personal_files import naming

ATTEMPTS = 5


def compacted(database: Engine) -> None:
    """What was deleted leaves the file: freed pages are given back, the journal is emptied."""
    if database.dialect.name != "sqlite":
        with database.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM")
        return
    raw = database.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA busy_timeout = 20000")
        cursor.execute("VACUUM")
        for _ in range(ATTEMPTS):
            busy, _pages, _moved = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                break
        cursor.execute("PRAGMA busy_timeout = 2000")
        cursor.close()
    finally:
        raw.close()


def places(database: Engine, data: Path, person: Person) -> list[str]:
    """Where a person is still named: `table.column` for each row, and files."""
    found = [
        *_tables(database, person),
        *(str(one.relative_to(data)) for one in naming(data, person)),
    ]
    return found + _pages(data, person)


def _tables(database: Engine, person: Person) -> Iterator[str]:
    held = sa.MetaData()
    held.reflect(database)
    for table in held.sorted_tables:
        words = [column for column in table.columns if isinstance(column.type, sa.String)]
        for row in _rows(database, words):
            yield from (
                f"{table.name}.{name}"
                for name, value in row.items()
                if value and person.is_named_in(str(value))
            )


def _rows(database: Engine, words: list[Any]) -> Iterator[Any]:
    if words:
        with read_only(database) as connection:
            yield from connection.execute(sa.select(*words)).mappings()


def _pages(data: Path, person: Person) -> list[str]:
    """The same forms as bytes of database files, where no query looks any more."""
    forms = [one.encode() for one in _written(person) if one]
    files = [path for path in data.glob("*.db*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


def _written(person: Person) -> list[str]:
    national = "0" + person.phone[3:] if person.phone.startswith("+33") else person.phone
    pairs = " ".join(national[at : at + 2] for at in range(0, len(national), 2))
    return [person.phone, national, pairs, person.email, person.name]
