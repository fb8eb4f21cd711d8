"""What an export has that the database has not, or has otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from knowledge_base.article import Article, Key, article_from
from knowledge_base.curation.archives import read_lines
from knowledge_base.curation.sections import SECTIONS, Row, identity, plain, table_of
from knowledge_base.sources import Held


@dataclass
class Difference:
    """One section of an export against the database: how many rows are new, and so on."""

    new: int = 0
    changed: int = 0
    identical: int = 0
    rows: list[tuple[str, Row]] = field(default_factory=list, repr=False)

    def add(self, kind: str, row: Row) -> None:
        setattr(self, kind, getattr(self, kind) + 1)
        if kind != "identical":
            self.rows.append((kind, row))


def rows(reader: Connection, name: str) -> Iterator[Row]:
    """A section as the database has it."""
    table = table_of(name)
    for row in reader.execute(sa.select(table).order_by(*table.primary_key)).mappings():
        yield plain(row)


def differences(folder: Path, reader: Connection, held: dict[Key, Held]) -> dict[str, Difference]:
    """An opened export against the database, section by section."""
    found = {"articles": _folder_articles(folder, held)}
    for name in SECTIONS:
        table, difference = table_of(name), Difference()
        known = {identity(table, row): row for row in rows(reader, name)}
        for row in read_lines(folder, name):
            there = known.get(identity(table, row))
            kind = "new" if there is None else "identical" if there == row else "changed"
            difference.add(kind, row)
        found[name] = difference
    return found


def _folder_articles(folder: Path, held: dict[Key, Held]) -> Difference:
    """Articles of the other house's folder: imported here, where this folder has none of them."""
    found = Difference()
    for row in read_lines(folder, "articles"):
        if row.pop("origin") == "folder" and not row.pop("withdrawn"):
            there = held.get((row["id"], row["language"]))
            found.add(_kind(article_from(row), there), row)
    return found


def _kind(article: Article, there: Held | None) -> str:
    if there is None:
        return "new"
    return "identical" if there.article.version == article.version else "changed"
