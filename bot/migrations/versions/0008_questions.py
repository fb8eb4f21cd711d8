"""What people asked, how alike questions are grouped, and what was decided on them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WAITING = sa.text("reason <> '' AND group_id IS NULL")
TABLES = ("regressions", "verdicts", "question_vectors", "questions", "question_groups")


def upgrade() -> None:
    _groups()
    _questions()
    op.create_table(
        "question_vectors",
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
    _decisions()


def downgrade() -> None:
    for name in TABLES:
        op.drop_table(name)


def _groups() -> None:
    op.create_table(
        "question_groups",
        _id(),
        _word("language", 2, None),
        _word("state", 12, "open"),
        sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
        sa.Column("size", sa.Integer, nullable=False, server_default="0"),
        sa.Column("total", sa.LargeBinary, nullable=False),
        _word("encoder", 64),
        _flag("by_hand"),
        sa.Column("until", sa.Date),
        sa.Column("central", sa.Integer),
        sa.Column("merged_into", sa.Integer),
        _word("changed_by", 200),
        _word("change", 40),
        _moment("made_at"),
        _moment("changed_at"),
    )
    op.create_index("question_groups_state", "question_groups", ["state", "language"])


def _questions() -> None:
    op.create_table(
        "questions",
        _id(),
        sa.Column("reference", sa.String(40), nullable=False, unique=True),
        sa.Column("text", sa.Text, nullable=False),
        _word("language", 2, None),
        _word("channel", 40),
        _word("conversation", 32, None),
        _word("person", 32, None),
        _moment("asked_at"),
        _word("decision", 12, None),
        _word("reason", 12),
        _word("article", 120),
        _word("article_version", 16),
        sa.Column("confidence", sa.Float, nullable=False, server_default="0"),
        _word("knowledge", 40),
        sa.Column("helped", sa.Integer),
        _flag("person_after"),
        _flag("came_back"),
        sa.Column("group_id", sa.Integer, sa.ForeignKey("question_groups.id", ondelete="SET NULL")),
        sa.Column("joined", sa.Integer),
    )
    op.create_index("questions_asked", "questions", ["asked_at"])
    op.create_index("questions_person", "questions", ["person", "asked_at"])
    op.create_index("questions_conversation", "questions", ["conversation", "asked_at"])
    op.create_index("questions_group", "questions", ["group_id", "person", "asked_at"])
    op.create_index(
        "questions_waiting", "questions", ["id"], sqlite_where=WAITING, postgresql_where=WAITING
    )


def _decisions() -> None:
    op.create_table(
        "verdicts",
        _id(),
        sa.Column("group_id", sa.Integer, nullable=False, index=True),
        _word("kind", 12, None),
        _word("article", 120),
        _word("language", 2, None),
        _word("decided_by", 200, None),
        _moment("decided_at"),
        sa.Column("until", sa.Date),
        sa.Column("examples", sa.Text, nullable=False),
        sa.Column("before", sa.Text, nullable=False),
        sa.Column("draft_revision", sa.Integer),
        _word("undone_by", 200),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "regressions",
        _id(),
        sa.Column("verdict", sa.Integer, nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        _word("language", 2, None),
        _word("article", 120),
        _word("decided_by", 200, None),
        _moment("decided_at"),
    )


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer, primary_key=True, autoincrement=True)


def _word(name: str, length: int, default: str | None = "") -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, server_default=default)


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.false())


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
