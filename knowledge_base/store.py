"""Keeps imported and published articles in the database, with every wording they ever had."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import now, utc
from bot.database import engine, metadata, reading
from knowledge_base.article import Article, Key, article_from

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.String(120), primary_key=True),
    sa.Column("language", sa.String(2), primary_key=True),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("origin", sa.String(10), nullable=False, server_default="import"),
    sa.Column("withdrawn", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("file_version", sa.String(16), nullable=False, server_default=""),
)
article_versions = sa.Table(
    "article_versions",
    metadata,
    sa.Column("id", sa.String(120), primary_key=True),
    sa.Column("language", sa.String(2), primary_key=True),
    sa.Column("version", sa.String(16), primary_key=True),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
)

Origin = Literal["import", "console"]


@dataclass(frozen=True)
class Stored:
    """One stored article; `file_version` is the folder's own when the console published it."""

    article: Article
    origin: Origin
    withdrawn: bool
    file_version: str


class ArticleStore:
    """The articles that were imported or published, beside those of the articles' folder."""

    def __init__(self, database: Engine | None = None) -> None:
        self.engine = database or engine()

    def articles(self) -> dict[Key, Article]:
        """Every stored article that was not withdrawn, by id and language."""
        return {key: one.article for key, one in self.stored().items() if not one.withdrawn}

    def stored(self, connection: Connection | None = None) -> dict[Key, Stored]:
        """Everything that is stored, the withdrawn articles too."""
        query = sa.select(articles).order_by(articles.c.id, articles.c.language)
        with reading(self.engine, connection) as reader:
            rows = reader.execute(query).all()
        return {(row.id, row.language): _stored(row) for row in rows}

    def save(self, found: Iterable[Article], instead: bool = False) -> int:
        """Store imported articles; how many changed. What the console published stays as it is.

        `instead` forgets every other imported article; their versions stay.
        """
        with self.engine.begin() as connection:
            if instead:
                connection.execute(articles.delete().where(articles.c.origin == "import"))
            return sum(take(connection, article) for article in found)


def place(
    connection: Connection, article: Article, file_version: str, withdrawn: bool = False
) -> None:
    """Store what the console published, or withdrew, over whatever was stored."""
    more = {"origin": "console", "withdrawn": withdrawn, "file_version": file_version}
    _put(connection, article, **more)


def forget(connection: Connection, key: Key) -> None:
    """Leave an article to the folder again; its versions stay."""
    connection.execute(articles.delete().where(_is(articles, *key)))


def written(article: Article) -> str:
    """An article as it is stored."""
    return json.dumps(article.as_dict(), ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=8192)
def _read(content: str) -> Article:
    """Articles are read at every look at the catalogue, and seldom change."""
    return article_from(json.loads(content))


def _stored(row: Any) -> Stored:
    return Stored(_read(row.content), row.origin, bool(row.withdrawn), row.file_version)


def take(connection: Connection, article: Article) -> int:
    """Store one imported article, unless the console published it; how many changed."""
    query = sa.select(articles.c.version, articles.c.origin)
    known = connection.execute(query.where(_is(articles, *article.key))).first()
    if known and (known.origin == "console" or known.version == article.version):
        return 0
    _put(connection, article, origin="import", withdrawn=False, file_version="")
    return 1


def _put(connection: Connection, article: Article, **more: Any) -> None:
    content = written(article)
    row = {"id": article.id, "language": article.language, "version": article.version}
    values = {**row, **more, "content": content, "updated_at": utc(now())}
    changed = articles.update().where(_is(articles, *article.key)).values(**values)
    if not connection.execute(changed).rowcount:
        connection.execute(articles.insert().values(**values))
    _remember(connection, row, content)


def _remember(connection: Connection, row: dict[str, str], content: str) -> None:
    table = article_versions.c
    where = sa.and_(
        _is(article_versions, row["id"], row["language"]), table.version == row["version"]
    )
    if connection.execute(sa.select(table.id).where(where)).first() is None:
        values = {**row, "content": content, "saved_at": utc(now())}
        connection.execute(article_versions.insert().values(**values))


def _is(table: sa.Table, name: str, language: str) -> sa.sql.ColumnElement[bool]:
    return sa.and_(table.c.id == name, table.c.language == language)
