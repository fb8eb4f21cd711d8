"""What a curator decides on a group of questions, and takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy.engine import Connection, Engine

from bot.clock import now
from bot.database import read_only
from knowledge_base.article import Article
from knowledge_base.checks import LONGEST
from knowledge_base.curation import regressions, verdict_rows
from knowledge_base.curation.catalogue import Catalogue
from knowledge_base.curation.drafts import Draft, Drafts
from knowledge_base.curation.group_changes import Outdated, Record, change, seen
from knowledge_base.curation.group_rows import Group, group
from knowledge_base.curation.undoing import draft_put_back
from knowledge_base.curation.verdict_drafts import free_name, with_phrasings
from knowledge_base.curation.verdict_rows import (
    Undone,
    Verdict,
    VerdictKind,
    Wanted,
    as_plain,
    wordings,
)
from knowledge_base.refusals import Refused

__all__ = ["Outdated", "Undone", "Verdict", "Verdicts", "Wanted"]
ANY = Wanted()


class Verdicts:
    """`revision` is the group's, as the curator saw it: `Outdated` says what changed since."""

    def __init__(
        self, database: Engine, drafts: Drafts, record: Record, catalogue: Catalogue | None = None
    ) -> None:
        self._engine, self._drafts, self._record = database, drafts, record
        self._catalogue = catalogue or Catalogue(database)

    def phrasing_of(
        self, number: int, revision: int, by: str, article: str, examples: Sequence[int] = ()
    ) -> Verdict:
        """The chosen questions are other ways of asking for an article: they join its draft."""
        wanted = self._catalogue.wanted()
        with self._engine.begin() as connection:
            found = seen(connection, number, revision)
            texts = wordings(connection, number, examples)
            key = article, found.language
            before = self._drafts.get(key, connection)
            edited = with_phrasings(before, wanted.get(key), texts)
            draft = self._saved(connection, edited, by, before)
            return self._decide(connection, found, "phrasing", by, edited, texts, before, draft)

    def new_article(
        self, number: int, revision: int, by: str, title: str = "", body: str = "",
        examples: Sequence[int] = (),
    ) -> Verdict:  # fmt: skip
        """A draft that the chosen questions ask for, under a title, to be written."""
        known = {entry.key for entry in self._catalogue.entries()}
        with self._engine.begin() as connection:
            found = seen(connection, number, revision)
            texts = wordings(connection, number, examples)
            title = (title.strip() or found.example)[: LONGEST["title"]]
            taken = {name for name, _ in known | set(self._drafts.all(connection))}
            edited = Article(free_name(title, taken), title, found.language, body.strip() or title,
                             phrasings=texts)  # fmt: skip
            draft = self._saved(connection, edited, by, None)
            return self._decide(connection, found, "article", by, edited, texts, None, draft)

    def out_of_scope(self, number: int, revision: int, by: str) -> Verdict:
        """Nothing that the desk shall answer; it must go on abstaining."""
        return self._dismissed(number, revision, by, "out_of_scope")

    def spam(self, number: int, revision: int, by: str) -> Verdict:
        """No question at all."""
        return self._dismissed(number, revision, by, "spam")

    def later(self, number: int, revision: int, by: str, until: date) -> Verdict:
        """Put off until a day; it comes back by itself."""
        return self._dismissed(number, revision, by, "later", until)

    def undo(self, number: int, by: str) -> Undone:
        """Take a verdict back: the group waits again, its draft is what it was before."""
        with self._engine.begin() as connection:
            row = verdict_rows.by_number(connection, number)
            if row is None or not verdict_rows.take_back(connection, number, by):
                raise Refused("there is no such verdict to undo", code="not_decided")
            draft = draft_put_back(connection, self._drafts, row, by)
            regressions.forget(connection, number)
            self._reopen(connection, row.group_id, by)
            undone = verdict_rows.verdict_of(verdict_rows.by_number(connection, number))
            self._audit(connection, by, "verdict.undo", undone, {"draft": draft})
            return Undone(undone, draft)

    def get(self, number: int) -> Verdict | None:
        with read_only(self._engine) as connection:
            row = verdict_rows.by_number(connection, number)
        return verdict_rows.verdict_of(row) if row else None

    def latest(self, limit: int = 50, wanted: Wanted = ANY) -> list[Verdict]:
        """What was decided last, newest first."""
        with read_only(self._engine) as connection:
            return verdict_rows.latest(connection, wanted, limit)

    def deciders(self) -> list[str]:
        """Everybody who ever decided something."""
        with read_only(self._engine) as connection:
            return verdict_rows.deciders(connection)

    def _dismissed(
        self, number: int, revision: int, by: str, kind: VerdictKind, until: date | None = None
    ) -> Verdict:
        with self._engine.begin() as connection:
            found = seen(connection, number, revision)
            texts = wordings(connection, number, ())
            return self._decide(connection, found, kind, by, None, texts, None, None, until)

    def _decide(
        self, connection: Connection, found: Group, kind: VerdictKind, by: str,
        article: Article | None, texts: tuple[str, ...], before: Draft | None,
        draft: Draft | None, until: date | None = None,
    ) -> Verdict:  # fmt: skip
        name = article.id if article else ""
        change(connection, found, by, kind, state=kind, until=until)
        made = Verdict(0, found.id, kind, name, found.language, by, now(), until, texts)
        revision = draft.revision if draft else None
        made = replace(made, id=verdict_rows.add(connection, made, as_plain(before), revision))
        regressions.follow(connection, made)
        self._audit(connection, by, f"verdict.{kind}", made, None)
        return made

    def _saved(
        self, connection: Connection, article: Article, by: str, before: Draft | None
    ) -> Draft:
        revision = before.revision if before else 0
        return self._drafts.save(article, by, revision, before.note if before else "", connection)

    def _reopen(self, connection: Connection, number: int, by: str) -> None:
        current = group(connection, number)
        if current and current.state != "merged":
            change(connection, current, by, "undone", state="open", until=None)

    def _audit(
        self, connection: Connection, by: str, what: str, verdict: Verdict, more: Any
    ) -> None:
        said = {name: str(value) if value else "" for name, value in asdict(verdict).items()}
        said |= {"examples": list(verdict.examples), **(more or {})}  # type: ignore[dict-item]
        self._record(connection, by, what, f"group/{verdict.group}", None, said)
