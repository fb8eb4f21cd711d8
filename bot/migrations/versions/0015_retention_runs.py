"""What was forgotten with time: of which kind, how much, and before when."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "retention_runs",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False, index=True),
        sa.Column("before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("records", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("retention_runs")
