"""What is forgotten of questions and of news with time, a little at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.forgetting import Rule, rows_rule
from knowledge_base.curation.deliveries import WAITING
from knowledge_base.curation.question_tables import groups, questions
from knowledge_base.curation.webhooks import deliveries


def rules(database: Engine, asked: timedelta, webhooks: timedelta) -> list[Rule]:
    """Questions, then groups that no question is left of, and news that was sent."""
    return [_questions(database, asked), _groups(database), _deliveries(database, webhooks)]


def _questions(database: Engine, time: timedelta) -> Rule:
    key = questions.c.id
    return rows_rule(database, "questions", time, key, lambda at: questions.c.asked_at < at)


def _groups(database: Engine) -> Rule:
    left = sa.exists().where(questions.c.group_id == groups.c.id)
    old = sa.and_(groups.c.state.in_(("open", "later")), ~left)
    return rows_rule(database, "question groups", timedelta(0), groups.c.id, lambda _: old)


def _deliveries(database: Engine, time: timedelta) -> Rule:
    def sent(before: datetime) -> Any:
        return sa.and_(deliveries.c.state != WAITING, deliveries.c.created_at < before)

    return rows_rule(database, "webhooks", time, deliveries.c.id, sent)
