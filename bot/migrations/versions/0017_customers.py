"""Customers: who works on what, what colleagues note, contacts that are one person."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column("crm_contacts", sa.Column("merged_into", sa.String(20)))
    op.create_index("ix_crm_contacts_merged_into", "crm_contacts", ["merged_into"])
    author = sa.Column("author", sa.String(120), nullable=False, server_default="")
    op.add_column("crm_notes", author)
    op.create_index("crm_cases_status", "crm_cases", ["status", "created_at"])
    op.create_table(
        "crm_assignments",
        sa.Column("ref", sa.String(20), primary_key=True),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("at", moment, nullable=False),
    )
    op.create_table(
        "crm_remarks",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column(
            "contact", sa.String(20), sa.ForeignKey("crm_contacts.ref"), nullable=False, index=True
        ),
        sa.Column("callback", sa.String(20), nullable=False, index=True),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("created_at", moment, nullable=False),
    )
    op.create_table(
        "crm_merges",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kept", sa.String(20), nullable=False, index=True),
        sa.Column("gone", sa.String(20), nullable=False, index=True),
        sa.Column("moved", sa.Text, nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("undone_by", sa.String(120), nullable=False),
        sa.Column("undone_at", moment),
        sa.Column("created_at", moment, nullable=False),
    )


def downgrade() -> None:
    for table in ("crm_merges", "crm_remarks", "crm_assignments"):
        op.drop_table(table)
    op.drop_index("crm_cases_status", "crm_cases")
    op.drop_index("ix_crm_contacts_merged_into", "crm_contacts")
    with op.batch_alter_table("crm_notes") as notes:
        notes.drop_column("author")
    with op.batch_alter_table("crm_contacts") as contacts:
        contacts.drop_column("merged_into")
