"""Letters to the CRM: since when one waits for its next try, and when somebody was told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0023"
NAMES = ("waits_since", "told_at")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("crm_outbox", sa.Column(name, sa.DateTime(timezone=True)))


def downgrade() -> None:
    with op.batch_alter_table("crm_outbox") as table:
        for name in NAMES:
            table.drop_column(name)
