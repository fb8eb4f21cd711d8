"""Where each conversation stands, as a table: written by the dialogue, emptied with time."""

from __future__ import annotations

import sqlalchemy as sa

from bot.database import metadata

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("sender", sa.String(200), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
)
sa.Index("conversations_updated", conversations.c.updated_at)
