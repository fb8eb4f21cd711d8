"""Everything the team made, in files that any program reads and that are read back identically."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import StatementError

from bot.database import engine, read_only
from knowledge_base.article import Article, Key, article_from
from knowledge_base.curation.archives import is_archive, opened, read_lines, write_archive
from knowledge_base.curation.sections import (
    SECTIONS,
    Row,
    go_on_counting,
    identity,
    is_history,
    plain,
    rich,
    table_of,
)
from knowledge_base.refusals import Refused
from knowledge_base.sources import Held, Sources
from knowledge_base.store import ArticleStore, take

__all__ = ["Difference", "export", "is_archive", "preview", "read_back"]


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


Done = Callable[[Connection, dict[str, Difference]], None]


def export(path: Path, database: Engine | None = None, sources: Sources | None = None) -> None:
    """Write every article, draft, release, version and mark: a zip, or a folder."""
    database, sources = _given(database, sources)
    with read_only(database) as reader:
        articles = [_described(one) for _, one in sorted(sources.held(reader).items())]
        tables = {name: _rows(reader, name) for name in SECTIONS}
        write_archive(path, {"articles": articles, **tables})


def preview(
    path: Path, database: Engine | None = None, sources: Sources | None = None
) -> dict[str, Difference]:
    """What reading an export back would do, by section."""
    database, sources = _given(database, sources)
    with opened(path) as folder, read_only(database) as reader, _understood():
        return _differences(folder, reader, sources.held(reader))


def read_back(
    path: Path,
    database: Engine | None = None,
    sources: Sources | None = None,
    done: Done | None = None,
) -> dict[str, Difference]:
    """Restore an export, all of it or nothing; refused where another history was made since.

    `done` is called at the end of the transaction, and belongs to it.
    """
    database, sources = _given(database, sources)
    sources.held()
    with opened(path) as folder, database.begin() as writer, _understood():
        found = _differences(folder, writer, sources.held(writer))
        for name in SECTIONS:
            if is_history(name) and found[name].changed:
                raise Refused(f"the {name} here are others", code="other_history", section=name)
            for kind, row in found[name].rows:
                _store(writer, table_of(name), kind, row)
            go_on_counting(writer, table_of(name))
        for kind, row in found["articles"].rows:
            if kind == "new":
                take(writer, article_from(row))
        if done:
            done(writer, found)
        return found


def _given(database: Engine | None, sources: Sources | None) -> tuple[Engine, Sources]:
    database = database or (sources.store.engine if sources else engine())
    return database, sources or Sources(store=ArticleStore(database))


@contextmanager
def _understood() -> Iterator[None]:
    """Rows that are not what they should be refuse the export."""
    try:
        yield
    except Refused:
        raise
    except (KeyError, TypeError, ValueError, StatementError) as error:
        raise Refused(f"its rows are damaged: {type(error).__name__}", code="damaged") from None


def _described(held: Held) -> Row:
    return {**held.article.as_dict(), "origin": held.origin, "withdrawn": held.withdrawn}


def _rows(reader: Connection, name: str) -> Iterator[Row]:
    table = table_of(name)
    for row in reader.execute(sa.select(table).order_by(*table.primary_key)).mappings():
        yield plain(row)


def _differences(folder: Path, reader: Connection, held: dict[Key, Held]) -> dict[str, Difference]:
    found = {"articles": _folder_articles(folder, held)}
    for name in SECTIONS:
        table, difference = table_of(name), Difference()
        known = {identity(table, row): row for row in _rows(reader, name)}
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


def _store(writer: Connection, table: sa.Table, kind: str, row: Row) -> None:
    values: dict[str, Any] = rich(table, row)
    if kind == "new":
        writer.execute(table.insert().values(**values))
        return
    where = [column == values[column.name] for column in table.primary_key]
    writer.execute(table.update().where(*where).values(**values))
