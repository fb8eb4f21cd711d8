"""Groups everything anew that nobody arranged by hand or decided on."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.database import read_only
from knowledge_base.curation.gathering import begin
from knowledge_base.curation.grouping import regrouped
from knowledge_base.curation.question_tables import groups, questions
from knowledge_base.curation.question_vectors import encoded, encoder_name, keep, kept, recount
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
        keep(connection, encoder, fresh)
        return _rearrange(connection, before, dict(zip(numbers, labels, strict=True)), view, language)


def _members(connection: Connection, language: str) -> dict[int, int]:
    """The group of each question that may be moved."""
    wanted = (
        sa.select(questions.c.id, questions.c.group_id)
        .join(groups, groups.c.id == questions.c.group_id)
        .where(
            groups.c.state == "open",
            groups.c.by_hand.is_(False),
            groups.c.language == language,
        )
    )
    return dict(connection.execute(wanted.order_by(questions.c.id)).all())


def _texts(connection: Connection, numbers: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for start in range(0, len(numbers), 500):
        some = questions.c.id.in_(numbers[start : start + 500])
        found |= dict(connection.execute(sa.select(questions.c.id, questions.c.text).where(some)).all())
    return found


def _rearrange(
    connection: Connection, seen: dict[int, int], labels: dict[int, int], view: View, language: str
) -> int:
    now_there = _members(connection, language)
    members: dict[int, list[int]] = defaultdict(list)
    for number, label in labels.items():
        if now_there.get(number) == seen[number]:
            members[label].append(number)
    taken: set[int] = set()
    for chosen in sorted(members.values(), key=len, reverse=True):
        _put(connection, chosen, seen, taken, view, language)
    emptied = set(seen.values()) - taken
    left = sa.exists().where(questions.c.group_id == groups.c.id)
    for number in emptied:
        connection.execute(groups.delete().where(groups.c.id == number, ~left))
    return len(members)


def _put(
    connection: Connection,
    chosen: list[int],
    seen: dict[int, int],
    taken: set[int],
    view: View,
    language: str,
) -> None:
    """These questions in one group: the one that most of them were in, unless it is taken."""
    encoder = encoder_name(view)
    usual = next((one for one, _ in Counter(seen[q] for q in chosen).most_common() if one not in taken), None)
    number = usual or begin(connection, language, encoder, b"", 0)
    taken.add(number)
    moved = [one for one in chosen if seen[one] != number]
    if usual is not None and moved:
        bumped = groups.update().where(groups.c.id == number)
        connection.execute(bumped.values(revision=groups.c.revision + 1, change="regrouped"))
    revision = connection.execute(sa.select(groups.c.revision).where(groups.c.id == number)).scalar()
    for start in range(0, len(moved), 500):
        some = questions.c.id.in_(moved[start : start + 500])
        connection.execute(questions.update().where(some).values(group_id=number, joined=revision))
    recount(connection, encoder, number)
