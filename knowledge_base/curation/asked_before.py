"""The questions that were really asked, for whoever tries them on another version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from knowledge_base.curation.question_tables import questions


@dataclass(frozen=True)
class AskedBefore:
    """A wording: how often and by how many people it was asked, and what came of it last.

    `number` is that of the last one.
    """

    number: int
    text: str
    language: str
    asked: int
    people: int
    decision: str
    article: str
    last_at: datetime


def asked_before(connection: Connection, most: int = 5000) -> Iterator[AskedBefore]:
    """The latest distinct wordings that were asked, newest first."""
    columns = questions.c
    counted = (
        sa.select(
            sa.func.max(columns.id).label("id"),
            sa.func.count().label("asked"),
            sa.func.count(sa.distinct(columns.person)).label("people"),
        )
        .where(columns.text != "")
        .group_by(columns.text, columns.language)
        .order_by(sa.func.max(columns.id).desc())
        .limit(most)
        .subquery()
    )
    wanted = sa.select(questions, counted.c.asked, counted.c.people).join(
        counted, counted.c.id == columns.id
    )
    for row in connection.execute(wanted.order_by(columns.id.desc())):
        yield AskedBefore(
            row.id,
            row.text,
            row.language,
            row.asked,
            row.people,
            row.decision,
            row.article,
            row.asked_at,
        )
