"""The inbox: what the desk could not answer or answered badly, in groups of alike questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import read_only
from bot.encoder import Encoder, Vectors
from knowledge_base.article import LANGUAGES
from knowledge_base.curation import group_rows, regrouping
from knowledge_base.curation.gathering import begin, candidates, sorted_out, written
from knowledge_base.curation.group_changes import Outdated, Record, change, seen, unrecorded
from knowledge_base.curation.group_lists import GroupList
from knowledge_base.curation.group_members import Question, members
from knowledge_base.curation.group_rows import Group, GroupPage
from knowledge_base.curation.grouping import AS_IS, THRESHOLD
from knowledge_base.curation.question_tables import WAITING, questions
from knowledge_base.curation.question_vectors import encoded, encoder_name, keep, kept, recount
from knowledge_base.geometry import View, view_of
from knowledge_base.search import SearchResult

__all__ = ["Group", "GroupPage", "Inbox", "Outdated", "Question"]
AT_ONCE = 1000  # questions gathered in one go
Search = Callable[[str, str], SearchResult]


class Inbox:
    """Groups of questions. Reading never encodes; `gather` does, in the background."""

    def __init__(
        self,
        database: Engine,
        encoder: Encoder | View,
        threshold: float | None = None,
        record: Record = unrecorded,
    ) -> None:
        self._record = record
        self._engine, self._view = database, view_of(encoder)
        self._encoder = encoder_name(self._view)
        usual = AS_IS if self._encoder.endswith("+as-is") else THRESHOLD
        self._threshold = usual if threshold is None else threshold
        self._gathering = Lock()

    def waiting(self) -> bool:
        """Whether a question belongs to no group yet: cheap enough to look every few seconds."""
        with read_only(self._engine) as connection:
            found = sa.select(questions.c.id).where(sa.text(WAITING)).limit(1)
            return connection.execute(found).first() is not None

    def gather(self) -> int:
        """Bring every new question into a group; how many were."""
        done = 0
        with self._gathering:
            while self.waiting():
                found = sum(self._gather(language) for language in LANGUAGES)
                done += found
                if not found:
                    break
        return done

    def page(
        self, language: str = "", after: str = "", limit: int = 20, which: GroupList = "waiting"
    ) -> GroupPage:
        """The groups of a list, those that concern most people first."""
        with read_only(self._engine) as connection:
            return group_rows.page(connection, language, after, limit, which)

    def before(self, group: Group, language: str = "", which: GroupList = "waiting") -> int:
        """The number of the group that stands before one in a list, or would; 0 if none does."""
        with read_only(self._engine) as connection:
            return group_rows.before(connection, language, group_rows.place_of(group), which)

    def counts(self) -> dict[str, int]:
        """How many `groups`, `people` and `questions` wait."""
        with read_only(self._engine) as connection:
            return group_rows.counts(connection)

    def group(self, number: int) -> Group | None:
        with read_only(self._engine) as connection:
            return group_rows.group(connection, number)

    def questions(self, number: int) -> list[Question]:
        """A group's latest questions, the most central first, the most different last."""
        with read_only(self._engine) as connection:
            return members(connection, number, self._encoder)

    def nearest(self, number: int, search: Search) -> SearchResult | None:
        """What the knowledge base says to the group's own words; None when it is gone."""
        found = self.group(number)
        return search(found.example, found.language) if found and found.example else None

    def split(self, number: int, revision: int, chosen: Sequence[int], by: str) -> int:
        """Make another group of some of a group's questions; its number."""
        with self._engine.begin() as connection:
            before = seen(connection, number, revision)
            mine = questions.c.id.in_(chosen), questions.c.group_id == number
            moved = connection.execute(sa.select(questions.c.id).where(*mine)).scalars().all()
            if not moved or len(moved) == before.questions:
                raise ValueError("some of the questions, and not all, must be chosen")
            change(connection, before, by, "split", by_hand=True)
            new = begin(connection, before.language, self._encoder, b"", 0, None, True, by)
            values = {"group_id": new, "joined": 1}
            connection.execute(questions.update().where(*mine).values(values))
            for one in (number, new):
                recount(connection, self._encoder, one)
            said = {"questions": list(moved), "group": new}
            self._record(connection, by, "group.split", f"group/{number}", None, said)
            return new

    def merge(self, kept: tuple[int, int], merged: tuple[int, int], by: str) -> int:
        """Bring the second group into the first, each (number, revision); its new revision."""
        with self._engine.begin() as connection:
            into, other = seen(connection, *kept), seen(connection, *merged)
            if into.language != other.language or into.id == other.id:
                raise ValueError("two groups of one language are needed")
            revision = change(connection, into, by, "merged", by_hand=True)
            values = {"state": "merged", "merged_into": into.id}
            change(connection, other, by, "merged", **values)
            moved = questions.update().where(questions.c.group_id == other.id)
            connection.execute(moved.values(group_id=into.id, joined=revision))
            recount(connection, self._encoder, into.id)
            said = {"merged": other.id}
            self._record(connection, by, "group.merge", f"group/{into.id}", None, said)
            return revision

    def regroup(self, language: str) -> int:
        """Group anew all that nobody touched by hand; how many groups there are then."""
        with self._gathering:
            return regrouping.regroup(self._engine, self._view, language, self._threshold)

    def _gather(self, language: str) -> int:
        """All that takes time comes before the database's lock is taken."""
        texts, found = self._new(language)
        if not texts:
            return 0
        lacking = {one: text for one, text in texts.items() if one not in found}
        fresh = encoded(self._view, lacking, language)
        found |= fresh
        with read_only(self._engine) as connection:
            known = candidates(connection, language, self._encoder)
        batch = sorted_out(found, known, self._threshold)
        with self._engine.begin() as connection:
            keep(connection, self._encoder, fresh)
            return written(connection, batch, found, language, self._encoder)

    def _new(self, language: str) -> tuple[dict[int, str], dict[int, Vectors]]:
        """Some questions that belong to no group yet, and the vectors that are known of them."""
        mine = (sa.text(WAITING), questions.c.language == language)
        wanted = sa.select(questions.c.id, questions.c.text).where(*mine).order_by(questions.c.id)
        with read_only(self._engine) as connection:
            texts = dict(connection.execute(wanted.limit(AT_ONCE)).all())
            return texts, kept(connection, self._encoder, list(texts))
