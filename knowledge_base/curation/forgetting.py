"""What is forgotten of questions with time, a little at a time."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.clock import now
from knowledge_base.curation.question_tables import groups, questions

SOME = 200  # rows at a time, so that nobody waits for the database


def forget_questions(database: Engine, days: int) -> int:
    """Take out some questions that are older; how many."""
    old = questions.c.asked_at < now() - timedelta(days=days)
    some = sa.select(questions.c.id).where(old).order_by(questions.c.asked_at).limit(SOME)
    with database.begin() as connection:
        return int(connection.execute(questions.delete().where(questions.c.id.in_(some))).rowcount)


def forget_groups(database: Engine) -> int:
    """Take out some undecided groups of which no question is left; how many."""
    left = sa.exists().where(questions.c.group_id == groups.c.id)
    waiting = groups.c.state.in_(("open", "later"))
    some = sa.select(groups.c.id).where(waiting, ~left).limit(SOME)
    with database.begin() as connection:
        return int(connection.execute(groups.delete().where(groups.c.id.in_(some))).rowcount)
