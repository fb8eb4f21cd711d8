"""Letters about a callback: where they go, how often it changed, and what is to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0015"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    sequence = sa.Column("sequence", sa.Integer, nullable=False, server_default="0")
    op.add_column("crm_callbacks", sequence)
    email = sa.Column("email", sa.String(254), nullable=False, server_default="")
    op.add_column("crm_callbacks", email)
    op.create_table(
        "crm_notices",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "callback",
            sa.String(20),
            sa.ForeignKey("crm_callbacks.ref"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("to", sa.String(254), nullable=False, index=True),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("sent_at", moment),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("next_at", moment),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("created_at", moment, nullable=False),
    )
    once = ["callback", "kind", "sequence"]
    op.create_index("crm_notices_once", "crm_notices", once, unique=True)
    op.create_index("crm_notices_next", "crm_notices", ["next_at"])


def downgrade() -> None:
    op.drop_table("crm_notices")
    with op.batch_alter_table("crm_callbacks") as callbacks:
        callbacks.drop_column("email")
        callbacks.drop_column("sequence")
