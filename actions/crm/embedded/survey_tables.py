"""Who was asked what they thought."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from actions.crm.embedded.tables import Utc
from bot.database import metadata

# `person` is a name for somebody that only this desk can make; empty for somebody unknown.
surveys = Table(
    "crm_surveys",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("conversation", String(200), nullable=False, index=True),
    Column("person", String(32), nullable=False, index=True),
    Column("created_at", Utc, nullable=False),
)
