"""Groups everything anew that nobody arranged by hand or decided on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.database import one_at_a_time, read_only
from knowledge_base.curation.gathering import GROUPING, begin
from knowledge_base.curation.grouping import regrouped
from knowledge_base.curation.question_tables import groups, questions
from knowledge_base.curation.question_vectors import (
    MANY,
    encoded,
    encoder_name,
    keep,
    kept,
    recount,
)
from knowledge_base.geometry import View


def regroup(database: Engine, view: View, language: str, threshold: float) -> int:
    """How many groups there are now; a group goes on where most of its questions are."""
    encoder = encoder_name(view)
    with read_only(database) as connection:
        before = _members(connection, language)
        found = kept(connection, encoder, list(before))
        texts = _texts(connection, [one for one in before if one not in found])
    fresh = encoded(view, texts, language)
    found |= fresh
    numbers = [one for one in before if one in found]
    if not numbers:
        return 0
    labels = regrouped(np.array([found[one] for one in numbers]), threshold).tolist()
    with database.begin() as connection:
        one_at_a_time(connection, GROUPING)
        keep(connection, encoder, fresh)
        wanted = dict(zip(numbers, labels, strict=True))
        return _Moves(connection, before, language, encoder).all(wanted)


def _members(connection: Connection, language: str) -> dict[int, int]:
    """The group of each question that may be moved."""
    free = (groups.c.state == "open", groups.c.by_hand.is_(False), groups.c.language == language)
    wanted = sa.select(questions.c.id, questions.c.group_id).join(
        groups, groups.c.id == questions.c.group_id
    )
    return dict(connection.execute(wanted.where(*free).order_by(questions.c.id)).all())


def _texts(connection: Connection, numbers: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in _some(numbers):
        wanted = sa.select(questions.c.id, questions.c.text).where(questions.c.id.in_(some))
        found |= dict(connection.execute(wanted).all())
    return found


def _some(numbers: Sequence[int]) -> list[Sequence[int]]:
    return [numbers[start : start + MANY] for start in range(0, len(numbers), MANY)]


class _Moves:
    """Brings questions where they belong now, in one transaction."""

    def __init__(
        self, connection: Connection, before: dict[int, int], language: str, encoder: str
    ) -> None:
        self._connection, self._before = connection, before
        self._language, self._encoder = language, encoder
        self._taken: set[int] = set()

    def all(self, labels: dict[int, int]) -> int:
        """Leave alone what moved meanwhile; how many groups there are."""
        there = _members(self._connection, self._language)
        members: dict[int, list[int]] = defaultdict(list)
        for number, label in labels.items():
            if there.get(number) == self._before[number]:
                members[label].append(number)
        for chosen in sorted(members.values(), key=len, reverse=True):
            self._together(chosen)
        self._without_emptied()
        return len(members)

    def _together(self, chosen: list[int]) -> None:
        """In the group that most of them were in, unless it is taken."""
        homes = Counter(self._before[one] for one in chosen).most_common()
        usual = next((one for one, _ in homes if one not in self._taken), None)
        number = usual or begin(self._connection, self._language, self._encoder, b"", 0)
        self._taken.add(number)
        moved = [one for one in chosen if self._before[one] != number]
        if moved:
            self._move(moved, number)
        recount(self._connection, self._encoder, number)

    def _move(self, moved: list[int], number: int) -> None:
        here = groups.c.id == number
        values: dict[str, Any] = {"revision": groups.c.revision + 1}
        values |= {"changed_by": "", "change": "regrouped"}
        self._connection.execute(groups.update().where(here).values(values))
        revision = self._connection.execute(sa.select(groups.c.revision).where(here)).scalar()
        for some in _some(moved):
            joined = questions.update().where(questions.c.id.in_(some))
            self._connection.execute(joined.values(group_id=number, joined=revision))

    def _without_emptied(self) -> None:
        left = sa.exists().where(questions.c.group_id == groups.c.id)
        for number in set(self._before.values()) - self._taken:
            self._connection.execute(groups.delete().where(groups.c.id == number, ~left))
