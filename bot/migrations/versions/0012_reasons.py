"""Who accepts what a check found says why."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column(
        "accepted_changes", sa.Column("reason", sa.Text, nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("accepted_changes", "reason")
