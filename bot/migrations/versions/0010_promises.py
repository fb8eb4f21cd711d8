"""Promises: the error rates that were promised, and the confidence that keeps them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("rate", sa.Float, nullable=False),
        sa.Column("slope", sa.Float, nullable=False),
        sa.Column("shift", sa.Float, nullable=False),
        sa.Column("answer_from", sa.Float, nullable=False),
        sa.Column("calibration", sa.String(16), nullable=False),
        sa.Column("verdicts", sa.Integer, nullable=False),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.Column("given", sa.Integer, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("chosen_by", sa.String(200), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("promises")
