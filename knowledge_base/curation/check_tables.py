"""Where checks of releases are kept, what of them was accepted, and which dates were told."""

from __future__ import annotations

import sqlalchemy as sa

from bot.database import metadata

publish_checks = sa.Table(
    "publish_checks",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("made_by", sa.String(200), nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),  # its process lived then
    sa.Column("state", sa.String(10), nullable=False),  # running, done, failed
    sa.Column("drafts", sa.Text, nullable=False),  # [[id, language, revision], …]
    sa.Column("basis", sa.String(16), nullable=False),  # names all that was served
    sa.Column("turn", sa.Integer, nullable=False),  # releases that were live
    sa.Column("done", sa.Integer, nullable=False),
    sa.Column("total", sa.Integer, nullable=False),
    sa.Column("problem", sa.String(120), nullable=False),
    sa.Column("report", sa.Text, nullable=False),
)
accepted_changes = sa.Table(
    "accepted_changes",
    metadata,
    sa.Column("id", sa.String(16), primary_key=True),  # a finding’s, or a moved question’s
    sa.Column("accepted_by", sa.String(200), nullable=False),
    sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default=""),
)
dates_told = sa.Table(
    "dates_told",
    metadata,
    sa.Column("id", sa.String(120), primary_key=True),
    sa.Column("language", sa.String(2), primary_key=True),
    sa.Column("due", sa.Date, primary_key=True),
    sa.Column("within", sa.Integer, primary_key=True, autoincrement=False),
)
