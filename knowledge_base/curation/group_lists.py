"""The lists that a group of questions may stand in, by what was decided on it and what it says."""

from __future__ import annotations

from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now
from knowledge_base.curation.question_tables import groups, questions

GroupList = Literal["waiting", "later", "decided", "dismissed"]
GROUP_LISTS: tuple[GroupList, ...] = get_args(GroupList)
WORDS = 8  # of a search
ANSWERED, DISMISSED = ("phrasing", "article"), ("out_of_scope", "spam")


def says(words: str) -> list[Any]:
    """The groups in which some question has all these words, in whatever order."""
    wanted = [
        questions.c.text.ilike(f"%{_plain(one)}%", escape="/") for one in words.split()[:WORDS]
    ]
    if not wanted:
        return []
    return [groups.c.id.in_(sa.select(questions.c.group_id).where(*wanted))]


def _plain(word: str) -> str:
    """A word in which nothing stands for something else."""
    return word.replace("/", "//").replace("%", "/%").replace("_", "/_")


def belongs(which: GroupList) -> Any:
    """The groups of a list. One that was put off waits again from its day on."""
    if which == "decided":
        return groups.c.state.in_(ANSWERED)
    if which == "dismissed":
        return groups.c.state.in_(DISMISSED)
    put_off, today = groups.c.state == "later", now().date()
    if which == "later":
        return sa.and_(put_off, groups.c.until > today)
    return sa.or_(groups.c.state == "open", sa.and_(put_off, groups.c.until <= today))


def counts(connection: Connection) -> dict[str, int]:
    """How many groups wait for somebody, how many people asked, how many questions."""
    columns = questions.c
    wanted = sa.select(
        sa.func.count(sa.distinct(groups.c.id)),
        sa.func.count(sa.distinct(columns.person)),
        sa.func.count(columns.id),
    ).select_from(groups.join(questions, columns.group_id == groups.c.id))
    found = connection.execute(wanted.where(belongs("waiting"))).one()
    return dict(zip(("groups", "people", "questions"), map(int, found), strict=True))
