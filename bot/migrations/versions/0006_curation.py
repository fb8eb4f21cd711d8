"""Curation: drafts, releases with what they changed, marks, and where an article comes from."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "articles", sa.Column("origin", sa.String(10), nullable=False, server_default="import")
    )
    op.add_column(
        "articles", sa.Column("withdrawn", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.add_column(
        "articles", sa.Column("file_version", sa.String(16), nullable=False, server_default="")
    )
    _drafts()
    _releases()
    op.create_table(
        "article_marks",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("noted_by", sa.String(200), nullable=False),
        sa.Column("stale_since", sa.DateTime(timezone=True)),
        sa.Column("stale_release", sa.Integer),
        sa.Column("reminder", sa.Date),
    )


def _drafts() -> None:
    op.create_table(
        "article_drafts",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("saved_by", sa.String(200), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    )


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("turn", sa.Integer, unique=True),
        sa.Column("undoes", sa.Integer),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "release_changes",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
    )


def downgrade() -> None:
    for table in ("article_marks", "release_changes", "releases", "article_drafts"):
        op.drop_table(table)
    with op.batch_alter_table("articles") as articles:
        for column in ("file_version", "withdrawn", "origin"):
            articles.drop_column(column)
