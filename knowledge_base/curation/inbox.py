"""The inbox: what the desk could not answer or answered badly, in groups of alike questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import one_at_a_time, read_only
from bot.encoder import Encoder
from knowledge_base.article import LANGUAGES
from knowledge_base.curation import by_hand, group_lists, group_rows, regrouping
from knowledge_base.curation.gathering import GROUPING, candidates, sorted_out, written
from knowledge_base.curation.group_changes import Outdated, Record, seen, unrecorded
from knowledge_base.curation.group_lists import GroupList
from knowledge_base.curation.group_members import Question, members
from knowledge_base.curation.group_rows import Group, GroupPage
from knowledge_base.curation.grouping import AS_IS, THRESHOLD
from knowledge_base.curation.question_tables import WAITING, questions
from knowledge_base.curation.question_vectors import (
    encoded,
    encoder_name,
    keep,
    ungrouped,
    waiting_of,
)
from knowledge_base.geometry import View, view_of
from knowledge_base.search import SearchResult

__all__ = ["Group", "GroupPage", "Inbox", "Outdated", "Question"]
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
        self,
        language: str = "",
        after: str = "",
        limit: int = 20,
        which: GroupList = "waiting",
        words: str = "",
    ) -> GroupPage:
        """The groups of a list that have these words, those that concern most people first."""
        with read_only(self._engine) as connection:
            return group_rows.page(connection, language, after, limit, which, words)

    def before(
        self, group: Group, language: str = "", which: GroupList = "waiting", words: str = ""
    ) -> int:
        """The number of the group that stands before one in a list, or would; 0 if none does."""
        with read_only(self._engine) as connection:
            place = group_rows.place_of(group)
            return group_rows.before(connection, language, place, which, words)

    def counts(self) -> dict[str, int]:
        """How many `groups`, `people` and `questions` wait."""
        with read_only(self._engine) as connection:
            return group_lists.counts(connection)

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
            new, moved = by_hand.split(connection, before, chosen, by, self._encoder)
            said = {"questions": moved, "group": new}
            self._record(connection, by, "group.split", f"group/{number}", None, said)
            return new

    def merge(self, kept: tuple[int, int], merged: tuple[int, int], by: str) -> int:
        """Bring the second group into the first, each (number, revision); its new revision."""
        with self._engine.begin() as connection:
            into, other = seen(connection, *kept), seen(connection, *merged)
            revision = by_hand.merge(connection, into, other, by, self._encoder)
            said = {"merged": other.id}
            self._record(connection, by, "group.merge", f"group/{into.id}", None, said)
            return revision

    def regroup(self, language: str) -> int:
        """Group anew all that nobody touched by hand; how many groups there are then."""
        with self._gathering:
            return regrouping.regroup(self._engine, self._view, language, self._threshold)

    def _gather(self, language: str) -> int:
        """All that takes time comes before the database's lock is taken."""
        with read_only(self._engine) as connection:
            texts, found = ungrouped(connection, language, self._encoder)
        if not texts:
            return 0
        lacking = {one: text for one, text in texts.items() if one not in found}
        fresh = encoded(self._view, lacking, language)
        found |= fresh
        with read_only(self._engine) as connection:
            known = candidates(connection, language, self._encoder)
        batch = sorted_out(found, known, self._threshold)
        with self._engine.begin() as connection:
            one_at_a_time(connection, GROUPING)
            now_known = candidates(connection, language, self._encoder)
            if now_known != known:  # another process was faster
                found = waiting_of(connection, found)
                batch = sorted_out(found, now_known, self._threshold)
            keep(connection, self._encoder, {n: one for n, one in fresh.items() if n in found})
            return written(connection, batch, found, language, self._encoder)
