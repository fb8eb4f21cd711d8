"""What an export has that the database has not, or has otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from knowledge_base.article import Article, Key, article_from
from knowledge_base.curation.archives import read_lines
from knowledge_base.curation.sections import (
    SECTIONS,
    Row,
    identity,
    is_another,
    plain,
    table_of,
)
from knowledge_base.refusals import Refused
from knowledge_base.sources import Held


@dataclass
class Difference:
    """One section of an export against the database: how many rows are new, and so on.

    `kept` are otherwise here and stay as they are; `rows` is what is to be written.
    """

    new: int = 0
    changed: int = 0
    identical: int = 0
    kept: int = 0
    rows: list[tuple[str, Row]] = field(default_factory=list, repr=False)

    def add(self, kind: str, row: Row) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        if kind in ("new", "changed"):
            self.rows.append((kind, row))


def rows(reader: Connection, name: str) -> Iterator[Row]:
    """A section as the database has it."""
    table = table_of(name)
    for row in reader.execute(sa.select(table).order_by(*table.primary_key)).mappings():
        yield plain(row)


def differences(folder: Path, reader: Connection, held: dict[Key, Held]) -> dict[str, Difference]:
    """An opened export against the database, section by section; refused where it is another's."""
    tables = {name: _table(folder, reader, name) for name in SECTIONS}
    return {"articles": _folder_articles(folder, held), **tables}


def _table(folder: Path, reader: Connection, name: str) -> Difference:
    table, found = table_of(name), Difference()
    known = {identity(table, row): row for row in rows(reader, name)}
    for row in read_lines(folder, name):
        there = known.get(identity(table, row))
        if there and is_another(name, there, row):
            raise Refused(f"the {name} here are others", code="other_history", section=name)
        found.add("new" if there is None else "identical" if there == row else "changed", row)
    return found


def _folder_articles(folder: Path, held: dict[Key, Held]) -> Difference:
    """Articles of the other house's folder: imported here, where nothing has their name."""
    found = Difference()
    for row in read_lines(folder, "articles"):
        if row.pop("origin") == "folder" and not row.pop("withdrawn"):
            there = held.get((row["id"], row["language"]))
            found.add(_kind(article_from(row), there), row)
    return found


def _kind(article: Article, there: Held | None) -> str:
    if there is None:
        return "new"
    return "identical" if there.article.version == article.version else "kept"
