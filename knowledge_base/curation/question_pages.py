"""Reads the questions of some days without holding the database while somebody uses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import read_only
from knowledge_base.curation.counting import Range
from knowledge_base.curation.question_tables import groups, questions

PAGE = 5000
columns = questions.c


def pages(database: Engine, days: Range, *wanted: Any, only: Sequence[Any] = ()) -> Iterator[Any]:
    """Rows of a range, oldest first; `only`: further conditions."""
    names = {column.name for column in wanted}
    keys = [one for one in (columns.asked_at, columns.id) if one.name not in names]
    query = sa.select(*keys, *wanted).where(*within(days), *only)
    query = query.order_by(columns.asked_at, columns.id).limit(PAGE)
    after: list[Any] = []
    while True:
        with read_only(database) as connection:
            page = connection.execute(query.where(*after)).mappings().all()
        yield from page
        if len(page) < PAGE:
            return
        after = _after(page[-1]["asked_at"], page[-1]["id"])


def rows_of(database: Engine, query: Any) -> list[Any]:
    """All rows of a query that says itself how many it wants."""
    with read_only(database) as connection:
        return list(connection.execute(query))


def within(days: Range) -> tuple[Any, ...]:
    return columns.asked_at >= days.start, columns.asked_at < days.end


def back() -> Any:
    """Whether somebody came back on the answer, or asked for a person after it."""
    return sa.or_(columns.came_back, columns.person_after)


def spam() -> Any:
    """Whether people decided that a question is nobody's real question."""
    found = groups.c.id == columns.group_id, groups.c.state == "spam"
    return sa.exists().where(*found).correlate(questions)


def _after(at: datetime, number: int) -> list[Any]:
    later = sa.or_(columns.asked_at > at, columns.id > number)
    return [columns.asked_at >= at, later]
