"""Groups of alike questions as people see them, counted by the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.clock import now
from knowledge_base.curation.question_tables import groups, questions

A_WEEK = timedelta(days=7)
UNDECIDED = ("open", "later")
# Who did what to which subject, before and after: part of the transaction that does it.
Record = Callable[[Connection, str, str, str, Any, Any], None]


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


class Outdated(Exception):
    """The group is not what the curator was looking at: `current` is, and `joined` are new.

    `current.changed_by` and `current.change` say who did what last; None: it is gone.
    """

    def __init__(self, current: Group | None, joined: Sequence[str] = ()) -> None:
        super().__init__("the group changed")
        self.current, self.joined = current, tuple(joined)


def page(connection: Connection, language: str, after: str, limit: int) -> GroupPage:
    """The undecided groups of one language, or of both, from some place of the list on."""
    wanted = _counted().where(_waits(), *([groups.c.language == language] if language else []))
    people = sa.func.count(sa.distinct(questions.c.person))
    if after:
        reached, last = map(int, after.split("-"))
        wanted = wanted.having(
            sa.or_(people < reached, sa.and_(people == reached, groups.c.id < last))
        )
    ordered = wanted.order_by(people.desc(), groups.c.id.desc()).limit(limit + 1)
    found = _groups(connection, connection.execute(ordered).all())
    shown = tuple(found[:limit])
    return GroupPage(shown, f"{shown[-1].people}-{shown[-1].id}" if len(found) > limit else "")


def group(connection: Connection, number: int) -> Group | None:
    """One group, whatever was decided; a group whose questions are all forgotten counts none."""
    found = _groups(connection, connection.execute(_counted().where(groups.c.id == number)).all())
    return found[0] if found else None


def counts(connection: Connection) -> dict[str, int]:
    """How many groups wait for somebody, how many people asked, how many questions."""
    columns = questions.c
    wanted = sa.select(
        sa.func.count(sa.distinct(groups.c.id)),
        sa.func.count(sa.distinct(columns.person)),
        sa.func.count(columns.id),
    ).select_from(groups.join(questions, columns.group_id == groups.c.id))
    found = connection.execute(wanted.where(_waits())).one()
    return dict(zip(("groups", "people", "questions"), map(int, found), strict=True))


def seen(connection: Connection, number: int, revision: int) -> Group:
    """The group as the curator saw it; `Outdated` when it is not that any more."""
    current = group(connection, number)
    if current is None or current.revision != revision or current.state not in UNDECIDED:
        raise outdated(connection, number, revision)
    return current


def outdated(connection: Connection, number: int, revision: int) -> Outdated:
    """What changed since a revision."""
    joined = sa.select(questions.c.text).where(
        questions.c.group_id == number, questions.c.joined > revision
    )
    texts = connection.execute(joined.order_by(questions.c.id)).scalars().all()
    return Outdated(group(connection, number), texts)


def change(connection: Connection, seen_as: Group, by: str, what: str, **values: Any) -> int:
    """Change a group that is still as it was seen; its new revision."""
    wanted = groups.update().where(groups.c.id == seen_as.id, groups.c.revision == seen_as.revision)
    values |= {"changed_by": by, "change": what, "changed_at": now()}
    done = connection.execute(wanted.values(revision=seen_as.revision + 1, **values))
    if not done.rowcount:
        raise outdated(connection, seen_as.id, seen_as.revision)
    return seen_as.revision + 1


def unrecorded(*_: Any) -> None:
    """For whoever keeps no audit."""


def _waits() -> Any:
    """Open, or put off until today or before."""
    due = sa.and_(groups.c.state == "later", groups.c.until <= now().date())
    return sa.or_(groups.c.state == "open", due)


def _counted() -> Any:
    columns, today = questions.c, now()
    week = columns.asked_at > today - A_WEEK
    before = sa.and_(columns.asked_at <= today - A_WEEK, columns.asked_at > today - 2 * A_WEEK)
    return (
        sa.select(
            groups,
            sa.func.count(columns.id).label("questions"),
            sa.func.count(sa.distinct(columns.person)).label("people"),
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
