"""Drafts as rows: each change of one must name the revision that it replaces."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.clock import now, stored, utc
from knowledge_base.article import Article, Key, article_from
from knowledge_base.curation.tables import drafts, is_key
from knowledge_base.store import written

Kind = Literal["edit", "new", "withdraw"]
GONE = "gone"


@dataclass(frozen=True)
class Draft:
    """What an article shall say; for `withdraw`, what it said last."""

    article: Article
    revision: int
    by: str
    saved_at: datetime
    kind: Kind
    note: str = ""

    @property
    def wanted(self) -> Article | None:
        """The article that this draft leads to; None when it withdraws it."""
        return None if self.kind == "withdraw" else self.article


class Outdated(Exception):
    """Somebody saved since; `current` is the draft that stands, or None when there is none."""

    def __init__(self, current: Draft | None) -> None:
        super().__init__("another draft was saved since")
        self.current = current


def put_back(
    connection: Connection, article: Article, kind: Kind, by: str, note: str = ""
) -> Draft | None:
    """Make a draft again of what was to be published, unless another stands."""
    try:
        return put(connection, article, kind, by, note, 0)
    except Outdated:
        return None


def put(
    writer: Connection, article: Article, kind: Kind, by: str, note: str, revision: int | None
) -> Draft:
    row = row_of(writer, article.key)
    expect(row, revision)
    saved_at = utc(now())
    values = {
        "kind": kind,
        "content": written(article),
        "note": note,
        "saved_by": by,
        "saved_at": saved_at,
    }
    number = change(writer, row, values) if row else _add(writer, article.key, values)
    return Draft(article, number, by, saved_at, kind, note)


def read_drafts(reader: Connection) -> dict[Key, Draft]:
    """Every draft, by id and language."""
    query = sa.select(drafts).where(drafts.c.kind != GONE)
    rows = reader.execute(query.order_by(drafts.c.id, drafts.c.language)).all()
    return {(row.id, row.language): draft_of(row) for row in rows}


def close(writer: Connection, key: Key, by: str, revision: int | None = None) -> None:
    """End a draft that was dropped or published; nothing happens when there is none."""
    row = row_of(writer, key)
    if row and row.kind != GONE:
        expect(row, revision)
        change(writer, row, {"kind": GONE, "saved_by": by, "saved_at": utc(now())})


def change(writer: Connection, row: Any, values: dict[str, Any]) -> int:
    """Replace the draft that was read, if nobody did so in between."""
    where = sa.and_(is_key(drafts, (row.id, row.language)), drafts.c.revision == row.revision)
    number = int(row.revision) + 1
    changed = drafts.update().where(where).values(**values, revision=number)
    if not writer.execute(changed).rowcount:
        raise Outdated(standing_of(row_of(writer, (row.id, row.language))))
    return number


def _add(writer: Connection, key: Key, values: dict[str, Any]) -> int:
    try:
        with writer.begin_nested():
            row = {"id": key[0], "language": key[1], "revision": 1, **values}
            writer.execute(drafts.insert().values(**row))
    except IntegrityError:
        raise Outdated(standing_of(row_of(writer, key))) from None
    return 1


def expect(row: Any, revision: int | None) -> None:
    standing = standing_of(row)
    if revision is not None and revision != (standing.revision if standing else 0):
        raise Outdated(standing)


def standing_of(row: Any) -> Draft | None:
    return draft_of(row) if row and row.kind != GONE else None


def row_of(reader: Connection, key: Key) -> Any:
    return reader.execute(sa.select(drafts).where(is_key(drafts, key))).first()


def draft_of(row: Any) -> Draft:
    article = article_from(json.loads(row.content))
    return Draft(article, row.revision, row.saved_by, stored(row.saved_at), row.kind, row.note)
