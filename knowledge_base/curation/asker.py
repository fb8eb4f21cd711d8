"""What one person asked: a copy of it, or an end to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from knowledge_base.curation.discretion import keyed
from knowledge_base.curation.noting import noting
from knowledge_base.curation.question_tables import questions

SHOWN = ("text", "language", "channel", "asked_at", "decision", "reason", "article")


def forget(connection: Connection, senders: Sequence[str], numbers: Sequence[str] = ()) -> int:
    """Take out all that these conversations and telephone numbers asked; how many questions."""
    return int(connection.execute(questions.delete().where(_of(senders, numbers))).rowcount)


def forget_person(sender: str) -> None:
    """Forget a conversation's questions, after whatever is still being noted of it."""
    noting().put(lambda connection: _forget(connection, sender))


def _forget(connection: Connection, sender: str) -> None:
    forget(connection, [sender])


def held(
    connection: Connection, senders: Sequence[str], numbers: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """What is kept of somebody's questions, oldest first."""
    wanted = sa.select(*(questions.c[name] for name in SHOWN)).where(_of(senders, numbers))
    rows = connection.execute(wanted.order_by(questions.c.id)).mappings()
    return [dict(row) for row in rows]


def _of(senders: Sequence[str], numbers: Sequence[str]) -> Any:
    conversations = [keyed("conversation", one) for one in senders if one]
    people = [*conversations, *(keyed("number", one) for one in numbers if one)]
    return sa.or_(questions.c.conversation.in_(conversations), questions.c.person.in_(people))
