"""Where drafts, releases and marks are kept."""

from __future__ import annotations

import sqlalchemy as sa

from bot.database import metadata

drafts = sa.Table(
    "article_drafts",
    metadata,
    sa.Column("id", sa.String(120), primary_key=True),
    sa.Column("language", sa.String(2), primary_key=True),
    sa.Column("revision", sa.Integer, nullable=False),  # never goes back, even once published
    sa.Column("kind", sa.String(10), nullable=False),  # edit, new, withdraw; gone: no draft stands
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("saved_by", sa.String(200), nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
)
# A release's `reason` is a code, why a scheduled one was refused; while that waits, the basis of
# its check.
releases = sa.Table(
    "releases",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("made_by", sa.String(200), nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("turn", sa.Integer, unique=True),  # the order of going live; none before that
    sa.Column("undoes", sa.Integer),
    sa.Column("reason", sa.Text, nullable=False),
)
changes = sa.Table(
    "release_changes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("id", sa.String(120), primary_key=True),
    sa.Column("language", sa.String(2), primary_key=True),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
)
marks = sa.Table(
    "article_marks",
    metadata,
    sa.Column("id", sa.String(120), primary_key=True),
    sa.Column("language", sa.String(2), primary_key=True),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("noted_by", sa.String(200), nullable=False),
    sa.Column("stale_since", sa.DateTime(timezone=True)),
    sa.Column("stale_release", sa.Integer),
    sa.Column("reminder", sa.Date),
)


def is_key(table: sa.Table, key: tuple[str, str]) -> sa.sql.ColumnElement[bool]:
    """The row of one article in one language."""
    return sa.and_(table.c.id == key[0], table.c.language == key[1])
