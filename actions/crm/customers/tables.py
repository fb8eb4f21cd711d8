"""What colleagues add to the desk's books: who has what, contacts that were joined."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from actions.crm.embedded.tables import Utc
from bot.database import metadata

# A case or a callback, by its reference, and who sees to it.
assignments = Table(
    "crm_assignments",
    metadata,
    Column("ref", String(20), primary_key=True),
    Column("who", String(120), nullable=False),
    Column("at", Utc, nullable=False),
)

# `moved` is JSON: the keys of the rows that went from `gone` to `kept`, by table.
merges = Table(
    "crm_merges",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("kept", String(20), nullable=False, index=True),
    Column("gone", String(20), nullable=False, index=True),
    Column("moved", Text, nullable=False),
    Column("who", String(120), nullable=False),
    Column("undone_by", String(120), nullable=False),
    Column("undone_at", Utc),
    Column("created_at", Utc, nullable=False),
)
