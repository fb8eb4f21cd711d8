"""The table that holds what was said; the first migration makes it."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, String, Table, Text, UniqueConstraint

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
