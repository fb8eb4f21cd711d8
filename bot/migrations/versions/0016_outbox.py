"""The outbox: what must reach the company's CRM, what it knows, and whether it answers."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0012"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "crm_outbox",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("crm", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("ref", sa.String(200), nullable=False),
        sa.Column("contact", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False),
        sa.Column("settled_at", moment),
        sqlite_autoincrement=True,
    )
    op.create_index("crm_outbox_due", "crm_outbox", ["crm", "state", "due_at"])
    op.create_index("crm_outbox_contact", "crm_outbox", ["contact", "state"])
    op.create_index("crm_outbox_record", "crm_outbox", ["kind", "ref"])
    op.create_table(
        "crm_known",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("crm", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("ref", sa.String(200), nullable=False),
        sa.Column("external_ref", sa.String(200), nullable=False),
        sa.Column("remote", sa.String(200), nullable=False),
        sa.Column("told", sa.String(60), nullable=False),
    )
    op.create_index("crm_known_record", "crm_known", ["crm", "kind", "ref"])
    op.create_table(
        "crm_circuits",
        sa.Column("crm", sa.String(40), primary_key=True),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("pause", sa.Float, nullable=False),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("changed_at", moment, nullable=False),
        sa.Column("open_until", moment),
    )


def downgrade() -> None:
    for table in ("crm_circuits", "crm_known", "crm_outbox"):
        op.drop_table(table)
