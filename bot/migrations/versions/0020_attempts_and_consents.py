"""Calls that were made, out of the remarks where they stood; and what people agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0021"
MOVED = """
    INSERT INTO crm_attempts (planned, callback, outcome, phone, text, who, created_at)
    SELECT c.start, r.callback, r.outcome, c.phone, r.text, r.who, r.created_at
    FROM crm_remarks r JOIN crm_callbacks c ON c.ref = r.callback
    WHERE r.outcome <> '' ORDER BY r.position
"""
MOVED_BACK = """
    INSERT INTO crm_remarks (contact, callback, outcome, text, who, created_at)
    SELECT c.contact, a.callback, a.outcome, a.text, a.who, a.created_at
    FROM crm_attempts a JOIN crm_callbacks c ON c.ref = a.callback
    ORDER BY a.position
"""


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "crm_attempts",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("external_ref", sa.String(200), unique=True),
        sa.Column("planned", moment, nullable=False),
        sa.Column(
            "callback",
            sa.String(20),
            sa.ForeignKey("crm_callbacks.ref"),
            nullable=False,
            index=True,
        ),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False, index=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("created_at", moment, nullable=False),
    )
    op.create_table(
        "crm_consents",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("external_ref", sa.String(200), nullable=False, unique=True),
        sa.Column(
            "contact", sa.String(20), sa.ForeignKey("crm_contacts.ref"), nullable=False, index=True
        ),
        sa.Column("record", sa.String(20), nullable=False, index=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False, index=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("wording", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("conversation", sa.String(200), nullable=False, index=True),
        sa.Column("withdrawn_at", moment),
        sa.Column("created_at", moment, nullable=False),
    )
    op.execute(MOVED)
    op.execute("DELETE FROM crm_remarks WHERE outcome <> ''")
    with op.batch_alter_table("crm_remarks") as remarks:
        remarks.drop_column("outcome")


def downgrade() -> None:
    outcome = sa.Column("outcome", sa.String(20), nullable=False, server_default="")
    op.add_column("crm_remarks", outcome)
    op.execute(MOVED_BACK)
    for table in ("crm_consents", "crm_attempts"):
        op.drop_table(table)
