"""Everything the team made, in files that any program reads and that are read back identically."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import StatementError

from bot.database import engine, read_only
from knowledge_base.article import article_from
from knowledge_base.curation.archives import is_archive, opened, write_archive
from knowledge_base.curation.export_differences import Difference, differences, rows
from knowledge_base.curation.sections import SECTIONS, Row, go_on_counting, rich, table_of
from knowledge_base.refusals import Refused
from knowledge_base.sources import Held, Sources
from knowledge_base.store import ArticleStore, take

__all__ = ["Difference", "export", "is_archive", "preview", "read_back"]


Done = Callable[[Connection, dict[str, Difference]], None]


def export(path: Path, database: Engine | None = None, sources: Sources | None = None) -> None:
    """Write every article, draft, release, version and mark: a zip, or a folder."""
    database, sources = _given(database, sources)
    with read_only(database) as reader:
        articles = [_described(one) for _, one in sorted(sources.held(reader).items())]
        tables = {name: rows(reader, name) for name in SECTIONS}
        write_archive(path, {"articles": articles, **tables})


def preview(
    path: Path, database: Engine | None = None, sources: Sources | None = None
) -> dict[str, Difference]:
    """What reading an export back would do, by section; `Refused` where it would not."""
    database, sources = _given(database, sources)
    with opened(path) as folder, read_only(database) as reader, _understood():
        return differences(folder, reader, sources.held(reader))


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
        found = differences(folder, writer, sources.held(writer))
        for name in SECTIONS:
            for kind, row in found[name].rows:
                _store(writer, table_of(name), kind, row)
            go_on_counting(writer, table_of(name))
        for _, row in found["articles"].rows:
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


def _store(writer: Connection, table: sa.Table, kind: str, row: Row) -> None:
    values: dict[str, Any] = rich(table, row)
    if kind == "new":
        writer.execute(table.insert().values(**values))
        return
    where = [column == values[column.name] for column in table.primary_key]
    writer.execute(table.update().where(*where).values(**values))
