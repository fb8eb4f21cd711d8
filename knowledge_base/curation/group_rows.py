"""Groups of alike questions as people see them, counted by the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now
from knowledge_base.curation.group_lists import GroupList, belongs, says
from knowledge_base.curation.question_tables import groups, questions

A_WEEK = timedelta(days=7)
people = sa.func.count(sa.distinct(questions.c.person))


@dataclass(frozen=True)
class Group:
    """Alike questions of one language. `week` and `week_before` count questions: the trend.

    `example` is a question in the group's own words; `until` is when a group that was put off
    comes back.
    """

    id: int
    language: str
    state: str
    revision: int
    questions: int
    people: int
    week: int
    week_before: int
    last_asked: datetime | None
    example: str
    until: date | None
    changed_by: str
    change: str
    merged_into: int | None


@dataclass(frozen=True)
class GroupPage:
    """Some groups, most people first; `after` continues the list, empty at its end."""

    groups: tuple[Group, ...]
    after: str


def page(
    connection: Connection,
    language: str,
    after: str,
    limit: int,
    which: GroupList = "waiting",
    words: str = "",
) -> GroupPage:
    """The groups of a list in one language, or in both, from some place of it on."""
    wanted = _listed(language, which).where(*says(words))
    if after:
        reached, last = map(int, after.split("-"))
        behind = sa.and_(people == reached, groups.c.id < last)
        wanted = wanted.having(sa.or_(people < reached, behind))
    ordered = wanted.order_by(people.desc(), groups.c.id.desc()).limit(limit + 1)
    found = _groups(connection, connection.execute(ordered).all())
    shown = tuple(found[:limit])
    return GroupPage(shown, place_of(shown[-1]) if len(found) > limit else "")


def before(
    connection: Connection, language: str, place: str, which: GroupList, words: str = ""
) -> int:
    """The group that stands before a place of a list; 0 at its beginning."""
    reached, last = map(int, place.split("-"))
    ahead = sa.and_(people == reached, groups.c.id > last)
    wanted = _listed(language, which).where(*says(words)).having(sa.or_(people > reached, ahead))
    found = connection.execute(wanted.order_by(people, groups.c.id).limit(1)).first()
    return found.id if found else 0


def place_of(group: Group) -> str:
    """Where a group stands in its list, for `page` to go on behind it."""
    return f"{group.people}-{group.id}"


def group(connection: Connection, number: int) -> Group | None:
    """One group, whatever was decided; a group whose questions are all forgotten counts none."""
    found = _groups(connection, connection.execute(_counted().where(groups.c.id == number)).all())
    return found[0] if found else None


def _listed(language: str, which: GroupList) -> Any:
    mine = [groups.c.language == language] if language else []
    return _counted().where(belongs(which), *mine)


def _counted() -> Any:
    columns, today = questions.c, now()
    week = columns.asked_at > today - A_WEEK
    before = sa.and_(columns.asked_at <= today - A_WEEK, columns.asked_at > today - 2 * A_WEEK)
    return (
        sa.select(
            groups,
            sa.func.count(columns.id).label("questions"),
            people.label("people"),
            sa.func.coalesce(sa.func.sum(sa.case((week, 1), else_=0)), 0).label("week"),
            sa.func.coalesce(sa.func.sum(sa.case((before, 1), else_=0)), 0).label("week_before"),
            sa.func.max(columns.asked_at).label("last_asked"),
            sa.func.min(columns.id).label("first"),
        )
        .select_from(groups.outerjoin(questions, columns.group_id == groups.c.id))
        .group_by(groups.c.id)
    )


def _groups(connection: Connection, rows: Sequence[Any]) -> list[Group]:
    """The rows with a question each: the most central one, or the first that is left."""
    wanted = {number for row in rows for number in (row.central, row.first) if number}
    found = sa.select(questions.c.id, questions.c.text, questions.c.group_id)
    known = connection.execute(found.where(questions.c.id.in_(wanted))).all()
    texts = {(one.id, one.group_id): one.text for one in known}
    return [_group(row, texts) for row in rows]


def _group(row: Any, texts: Mapping[tuple[int, int], str]) -> Group:
    first = texts.get((row.first, row.id), "")
    return Group(
        id=row.id,
        language=row.language,
        state=row.state,
        revision=row.revision,
        questions=row.questions,
        people=row.people,
        week=int(row.week),
        week_before=int(row.week_before),
        last_asked=row.last_asked,
        example=texts.get((row.central, row.id), first),
        until=row.until,
        changed_by=row.changed_by,
        change=row.change,
        merged_into=row.merged_into,
    )
