"""Keeps imported articles in the database, with every wording they ever had."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import now, utc
from bot.database import engine, metadata
from knowledge_base.article import Article, Key, article_from

articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.String(120), primary_key=True),
    sa.Column("language", sa.String(2), primary_key=True),
    sa.Column("version", sa.String(16), nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
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


class ArticleStore:
    """The articles that were imported, beside those of the articles' folder."""

    def __init__(self, database: Engine | None = None) -> None:
        self._engine = database or engine()

    def articles(self) -> dict[Key, Article]:
        """Every stored article, by id and language."""
        query = sa.select(articles.c.content).order_by(articles.c.id, articles.c.language)
        with self._engine.connect() as connection:
            rows = connection.execute(query).scalars().all()
        found = (article_from(json.loads(row)) for row in rows)
        return {article.key: article for article in found}

    def save(self, found: Iterable[Article], instead: bool = False) -> int:
        """Store articles, replacing those of the same id and language; how many changed.

        `instead` forgets every other stored article; their versions stay.
        """
        with self._engine.begin() as connection:
            if instead:
                connection.execute(articles.delete())
            return sum(_save(connection, article) for article in found)


def _save(connection: Connection, article: Article) -> int:
    where = _is(articles, *article.key)
    known = connection.execute(sa.select(articles.c.version).where(where)).scalar()
    if known == article.version:
        return 0
    content = json.dumps(article.as_dict(), ensure_ascii=False, sort_keys=True)
    row = {"id": article.id, "language": article.language, "version": article.version}
    if known is None:
        connection.execute(articles.insert().values(**row, content=content, updated_at=utc(now())))
    else:
        changed = {"version": article.version, "content": content, "updated_at": utc(now())}
        connection.execute(articles.update().where(where).values(**changed))
    _remember(connection, row, content)
    return 1


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
