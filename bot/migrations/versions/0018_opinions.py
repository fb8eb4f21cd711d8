"""Opinions by channel and language, who was asked, and the themes of what people wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    for name, length in (("channel", 20), ("language", 5)):
        added = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column("crm_feedback", added)
    op.create_table(
        "crm_surveys",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("conversation", sa.String(200), nullable=False),
        sa.Column("person", sa.String(32), nullable=False),
        sa.Column("created_at", moment, nullable=False),
    )
    op.create_index("ix_crm_surveys_conversation", "crm_surveys", ["conversation"])
    op.create_index("ix_crm_surveys_person", "crm_surveys", ["person"])
    op.create_table(
        "verbatim_themes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("keywords", sa.String(200), nullable=False),
    )
    op.create_table(
        "verbatim_members",
        sa.Column("feedback", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("theme", sa.Integer, nullable=False),
        sa.Column("sentiment", sa.String(10), nullable=False),
    )
    op.create_table(
        "verbatim_state",
        sa.Column("name", sa.String(10), primary_key=True),
        sa.Column("seen", sa.String(120), nullable=False),
    )


def downgrade() -> None:
    for table in ("verbatim_state", "verbatim_members", "verbatim_themes", "crm_surveys"):
        op.drop_table(table)
    with op.batch_alter_table("crm_feedback") as opinions:
        opinions.drop_column("language")
        opinions.drop_column("channel")
