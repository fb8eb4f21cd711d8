"""The table that holds what was said, as the first migration makes it, and how it is asked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    func,
    select,
    text,
)

from bot.database import metadata

messages = Table(
    "messages",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("conversation", String(200), nullable=False),
    Column("message_id", String(200), nullable=False),
    Column("channel", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("reason", String(40), nullable=False, server_default=""),
    Column("replies", Text, nullable=False, server_default="[]"),
    Column("said_seq", Integer, nullable=False),
    Column("answer_seq", Integer),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("answered_at", DateTime(timezone=True)),
    UniqueConstraint("conversation", "message_id"),
    UniqueConstraint("conversation", "said_seq"),
    UniqueConstraint("conversation", "answer_seq"),
)
# What retention looks for, every hour; written out, since a bound value finds no partial index.
MASKED = "masked"  # the `reason` of an answer that was gone over
UNMASKED = text(f"status = 'answered' AND reason <> '{MASKED}'")
Index(
    "messages_unmasked",
    messages.c.answered_at,
    sqlite_where=UNMASKED,
    postgresql_where=UNMASKED,
)
Index("messages_received", messages.c.received_at)


def _last(place: Any) -> Any:
    """Alone in its subquery, a maximum is read from the end of its index."""
    highest = select(func.max(place)).where(messages.c.conversation == bindparam("asked"))
    return highest.scalar_subquery()


# Written once: building a statement costs more than running it.
FIND = select(messages).where(
    messages.c.conversation == bindparam("asked"), messages.c.message_id == bindparam("id")
)
LAST_PLACES = select(_last(messages.c.said_seq), _last(messages.c.answer_seq))
ADD = messages.insert()
REOPEN = (
    messages.update()
    .where(messages.c.position == bindparam("row"))
    .values(status=bindparam("status"))
)
CLOSE = (
    messages.update()
    .where(messages.c.position == bindparam("row"))
    .values(
        status=bindparam("status"),
        reason=bindparam("reason"),
        replies=bindparam("replies"),
        answer_seq=bindparam("answer_seq"),
        answered_at=bindparam("answered_at"),
    )
)
