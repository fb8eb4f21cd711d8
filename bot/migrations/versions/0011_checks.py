"""Checks of what is to be published, what somebody accepted of them, and dates already told."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "publish_checks",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("drafts", sa.Text, nullable=False),
        sa.Column("basis", sa.String(16), nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("problem", sa.String(120), nullable=False),
        sa.Column("report", sa.Text, nullable=False),
    )
    op.create_table(
        "accepted_changes",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("accepted_by", sa.String(200), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "dates_told",
        sa.Column("id", sa.String(120), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("due", sa.Date, primary_key=True),
        sa.Column("within", sa.Integer, primary_key=True, autoincrement=False),
    )


def downgrade() -> None:
    for name in ("dates_told", "accepted_changes", "publish_checks"):
        op.drop_table(name)
