"""The questions that were really asked, for whoever tries them on another version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from knowledge_base.curation.question_tables import questions


@dataclass(frozen=True)
class PastQuestion:
    """A wording that was really asked: how often, and what its last answer was."""

    text: str
    language: str
    decision: str
    article: str
    asked: int
    last_at: datetime


def past_questions(connection: Connection, most: int = 5000) -> Iterator[PastQuestion]:
    """The latest distinct wordings that were asked, newest first."""
    columns = questions.c
    counted = (
        sa.select(sa.func.max(columns.id).label("id"), sa.func.count().label("asked"))
        .where(columns.text != "")
        .group_by(columns.text, columns.language)
        .subquery()
    )
    wanted = (
        sa.select(questions, counted.c.asked)
        .join(counted, counted.c.id == columns.id)
        .order_by(columns.id.desc())
        .limit(most)
    )
    for row in connection.execute(wanted):
        yield PastQuestion(
            row.text, row.language, row.decision, row.article, row.asked, row.asked_at
        )
