"""Where questions, their groups, what was decided on them and what follows from it are kept."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from bot.database import metadata


class Moment(TypeDecorator):  # type: ignore[misc]  # SQLAlchemy 1.4 has no types
    """An aware moment, kept in UTC: SQLite forgets the zone, PostgreSQL returns its own."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value and value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)


WAITING = "reason <> '' AND group_id IS NULL"


def _number(name: str, **options: Any) -> sa.Column:
    return sa.Column(name, sa.Integer, **options)


def _word(name: str, length: int, default: str | None = "") -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


groups = sa.Table(
    "question_groups",
    metadata,
    _number("id", primary_key=True, autoincrement=True),
    _word("language", 2, None),
    _word("state", 12, "open"),
    _number("revision", nullable=False, server_default="1"),
    _number("size", nullable=False, server_default="0"),
    sa.Column("total", sa.LargeBinary, nullable=False),
    _word("encoder", 64),
    _flag("by_hand"),
    sa.Column("until", sa.Date),
    _number("central"),
    _number("merged_into"),
    _word("changed_by", 200),
    _word("change", 40),
    sa.Column("made_at", Moment, nullable=False),
    sa.Column("changed_at", Moment, nullable=False),
    sa.Index("question_groups_state", "state", "language"),
)
questions = sa.Table(
    "questions",
    metadata,
    _number("id", primary_key=True, autoincrement=True),
    sa.Column("reference", sa.String(40), nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),
    _word("language", 2, None),
    _word("channel", 40),
    _word("conversation", 32, None),
    _word("person", 32, None),
    sa.Column("asked_at", Moment, nullable=False),
    _word("decision", 12, None),
    _word("reason", 12),
    _word("article", 120),
    _word("article_version", 16),
    sa.Column("confidence", sa.Float, nullable=False, server_default="0"),
    _word("knowledge", 40),
    _number("helped"),
    _flag("person_after"),
    _flag("came_back"),
    sa.Column("group_id", sa.Integer, sa.ForeignKey("question_groups.id", ondelete="SET NULL")),
    _number("joined"),
    sa.Index("questions_asked", "asked_at"),
    sa.Index("questions_person", "person", "asked_at"),
    sa.Index("questions_conversation", "conversation", "asked_at"),
    sa.Index("questions_group", "group_id", "person", "asked_at"),
    sa.Index(
        "questions_waiting",
        "id",
        sqlite_where=sa.text(WAITING),
        postgresql_where=sa.text(WAITING),
    ),
)
vectors = sa.Table(
    "question_vectors",
    metadata,
    sa.Column(
        "question",
        sa.Integer,
        sa.ForeignKey("questions.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    _word("encoder", 64, None),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
verdicts = sa.Table(
    "verdicts",
    metadata,
    _number("id", primary_key=True, autoincrement=True),
    _number("group_id", nullable=False, index=True),
    _word("kind", 12, None),
    _word("article", 120),
    _word("language", 2, None),
    _word("decided_by", 200, None),
    sa.Column("decided_at", Moment, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("examples", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    _number("draft_revision"),
    _word("undone_by", 200),
    sa.Column("undone_at", Moment),
)
regressions = sa.Table(
    "regressions",
    metadata,
    _number("id", primary_key=True, autoincrement=True),
    _number("verdict", nullable=False, index=True),
    sa.Column("question", sa.Text, nullable=False),
    _word("language", 2, None),
    _word("article", 120),
    _word("decided_by", 200, None),
    sa.Column("decided_at", Moment, nullable=False),
)
