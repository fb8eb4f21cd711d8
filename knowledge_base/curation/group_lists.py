"""The lists that a group of questions may stand in, by what was decided on it."""

from __future__ import annotations

from typing import Any, Literal, get_args

import sqlalchemy as sa

from bot.clock import now
from knowledge_base.curation.question_tables import groups

GroupList = Literal["waiting", "later", "decided", "dismissed"]
GROUP_LISTS: tuple[GroupList, ...] = get_args(GroupList)
ANSWERED, DISMISSED = ("phrasing", "article"), ("out_of_scope", "spam")


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
