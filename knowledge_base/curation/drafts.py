"""Edits that visitors do not see yet, one for an article and language; nobody's is lost."""

from __future__ import annotations

from sqlalchemy.engine import Connection, Engine

from bot.database import engine, reading, writing
from knowledge_base.article import Article, Key
from knowledge_base.checks import checked
from knowledge_base.curation.draft_rows import (
    Draft,
    Kind,
    Outdated,
    close,
    put,
    read_drafts,
    row_of,
    standing_of,
)
from knowledge_base.refusals import Refused
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

__all__ = ["Draft", "Drafts", "Outdated"]


class Drafts:
    """`revision` is the one that the editor looked at: 0 for none, None for whatever stands."""

    def __init__(self, database: Engine | None = None, sources: Sources | None = None) -> None:
        self._engine = database or (sources.store.engine if sources else engine())
        self._sources = sources or Sources(store=ArticleStore(self._engine))

    def all(self, connection: Connection | None = None) -> dict[Key, Draft]:
        """Every draft, by id and language."""
        with reading(self._engine, connection) as reader:
            return read_drafts(reader)

    def get(self, key: Key, connection: Connection | None = None) -> Draft | None:
        with reading(self._engine, connection) as reader:
            return standing_of(row_of(reader, key))

    def save(
        self,
        article: Article,
        by: str,
        revision: int | None = None,
        note: str = "",
        connection: Connection | None = None,
    ) -> Draft:
        """Keep an edit; `Outdated` when another stands, `Refused` when it is no article."""
        article = checked(article)
        self._sources.held()  # read the folder before the lock is taken
        with writing(self._engine, connection) as writer:
            held = self._sources.held(writer).get(article.key)
            kind: Kind = "edit" if held and held.standing else "new"
            return put(writer, article, kind, by, note, revision)

    def withdraw(
        self,
        key: Key,
        by: str,
        revision: int | None = None,
        note: str = "",
        connection: Connection | None = None,
    ) -> Draft:
        """Propose to serve an article no more."""
        self._sources.held()
        with writing(self._engine, connection) as writer:
            held = self._sources.held(writer).get(key)
            if held is None or held.standing is None:
                raise Refused("there is no such article to withdraw", code="not_served")
            return put(writer, held.article, "withdraw", by, note, revision)

    def restore(self, key: Key, by: str, connection: Connection | None = None) -> Draft:
        """Propose to serve a withdrawn article again, as it was."""
        self._sources.held()
        with writing(self._engine, connection) as writer:
            held = self._sources.held(writer).get(key)
            if held is None or not held.withdrawn:
                raise Refused("this article was not withdrawn", code="not_withdrawn")
            return put(writer, held.article, "new", by, "", None)

    def drop(
        self,
        key: Key,
        by: str,
        revision: int | None = None,
        connection: Connection | None = None,
    ) -> None:
        """Give a draft up; nothing happens when there is none."""
        with writing(self._engine, connection) as writer:
            close(writer, key, by, revision)
