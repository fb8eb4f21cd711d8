"""Erasures that the company's CRM is asked for: whom to look for there, and the proof."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0020"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "crm_erasures",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("letter", sa.Integer, nullable=False),
        sa.Column("crm", sa.String(40), nullable=False),
        sa.Column("contact", sa.String(20), nullable=False),
        sa.Column("phone", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("records", sa.Integer, nullable=False),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("checked_at", moment),
        sqlite_autoincrement=True,
    )
    op.create_index("crm_erasures_letter", "crm_erasures", ["letter"], unique=True)
    op.execute(
        "INSERT INTO crm_erasures (letter, crm, contact, phone, email, records, asked_at) "
        "SELECT position, crm, contact, '', '', 0, created_at FROM crm_outbox "
        "WHERE kind = 'erasure' AND state <> 'delivered'"
    )


def downgrade() -> None:
    op.drop_table("crm_erasures")
