"""What a colleague changed in an editor: kept together, written down, over nobody else's work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy.engine import Connection, Engine

from knowledge_base.article import Article, Key
from knowledge_base.checks import checked
from knowledge_base.curation.audit import record
from knowledge_base.curation.draft_rows import Draft
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.edits import Edit, Note, changed_on, expect, mark, subject
from knowledge_base.curation.marks import Marks
from knowledge_base.sources import Held, Sources
from knowledge_base.store import ArticleStore


class Editing:
    """Each call is one transaction, which the audit is part of."""

    def __init__(self, database: Engine, sources: Sources | None = None) -> None:
        self._engine = database
        self._sources = sources or Sources(store=ArticleStore(database))
        self._drafts = Drafts(database, self._sources)
        self._marks = Marks(database)

    def save(
        self, edits: Sequence[Edit], by: str, notes: Mapping[Key, Note] | None = None
    ) -> list[Draft]:
        """Keep what changed, all of it or nothing; `Overtaken` when somebody was faster."""
        self._sources.held()  # read the folder before the lock is taken
        with self._engine.begin() as writer:
            held = self._sources.held(writer)
            saved = [self._saved(writer, edit, by, held) for edit in edits]
            for key, note in (notes or {}).items():
                self._noted(writer, key, note, by)
            return [draft for draft in saved if draft]

    def withdraw(self, key: Key, by: str, revision: int | None, note: str = "") -> Draft:
        return self._drafted(
            "withdraw", key, by, lambda w: self._drafts.withdraw(key, by, revision, note, w)
        )

    def restore(self, key: Key, by: str) -> Draft:
        return self._drafted("restore", key, by, lambda w: self._drafts.restore(key, by, w))

    def drop(self, key: Key, by: str, revision: int | None) -> None:
        """Give a draft up; nothing happens, and nothing is written down, when there is none."""
        with self._engine.begin() as writer:
            before = self._drafts.get(key, writer)
            self._drafts.drop(key, by, revision, writer)
            if before:
                record(writer, by, "article.drop", subject(key), before.article.as_dict())

    def still_right(self, key: Key, by: str) -> None:
        with self._engine.begin() as writer:
            since = self._marks.get(key, writer).stale_since
            self._marks.still_right(key, by, writer)
            if since:
                record(writer, by, "article.still_right", subject(key), {"stale_since": since})

    def remind(self, key: Key, day: date | None, by: str) -> None:
        """Show it among what is due from that day on, or no more."""
        with self._engine.begin() as writer:
            before = self._marks.get(key, writer).reminder
            self._marks.remind(key, day, by, writer)
            if before != day:
                said = [{"reminder": one.isoformat() if one else None} for one in (before, day)]
                record(writer, by, "article.remind", subject(key), *said)

    def note(self, key: Key, note: Note, by: str) -> str:
        """The note that stands after it: of two colleagues, both."""
        with self._engine.begin() as writer:
            return self._noted(writer, key, note, by)

    def _saved(
        self, writer: Connection, edit: Edit, by: str, held: Mapping[Key, Held]
    ) -> Draft | None:
        article = checked(edit.article)
        if mark(article) == edit.seen and not edit.anyway:
            return None
        draft = self._drafts.get(article.key, writer)
        standing = draft.article if draft else _published(held.get(article.key))
        if edit.revision is not None:
            expect(edit, article.key, standing, draft)
        article = replace(article, updated=changed_on(standing, article))
        saved = self._drafts.save(article, by, edit.revision, "", writer)
        before = standing.as_dict() if standing else None
        record(writer, by, "article.save", subject(article.key), before, article.as_dict())
        return saved

    def _noted(self, writer: Connection, key: Key, note: Note, by: str) -> str:
        before, text = self._marks.get(key, writer).note, note.text.strip()
        if text == (before if note.was is None else note.was.strip()):
            return before
        if note.was is not None and before != note.was.strip() and before != text:
            text = f"{before}\n{text}".strip()
        self._marks.note(key, text, by, writer)
        record(writer, by, "article.note", subject(key), {"note": before}, {"note": text})
        return text

    def _drafted(self, what: str, key: Key, by: str, make: Callable[[Connection], Draft]) -> Draft:
        self._sources.held()
        with self._engine.begin() as writer:
            before = self._drafts.get(key, writer)
            draft = make(writer)
            said = before.article.as_dict() if before else None
            record(writer, by, f"article.{what}", subject(key), said, draft.article.as_dict())
        return draft


def _published(held: Held | None) -> Article | None:
    return held.article if held else None
