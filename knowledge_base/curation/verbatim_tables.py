"""What the comments of surveys are about: themes, which comment is in which, and its tone."""

from __future__ import annotations

import sqlalchemy as sa

from bot.database import metadata

themes = sa.Table(
    "verbatim_themes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("language", sa.String(5), nullable=False),
    sa.Column("keywords", sa.String(200), nullable=False),
)
# By the position of an opinion in the CRM. `theme` 0: alike to too few others.
members = sa.Table(
    "verbatim_members",
    metadata,
    sa.Column("feedback", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("theme", sa.Integer, nullable=False),
    sa.Column("sentiment", sa.String(10), nullable=False),
)
# What the comments were when they were last read, so that nothing is done twice.
state = sa.Table(
    "verbatim_state",
    metadata,
    sa.Column("name", sa.String(10), primary_key=True),
    sa.Column("seen", sa.String(120), nullable=False),
)
