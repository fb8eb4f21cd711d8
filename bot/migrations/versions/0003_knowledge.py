"""Knowledge: articles that were imported, and every wording they had."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("version", sa.String(16), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "article_versions",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("version", sa.String(16), primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("article_versions")
    op.drop_table("articles")
