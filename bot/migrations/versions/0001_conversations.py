"""Conversations: what was said, and where each one stands."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("sender", sa.String(200), primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "messages",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("conversation", sa.String(200), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("channel", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False, server_default=""),
        sa.Column("replies", sa.Text, nullable=False, server_default="[]"),
        sa.Column("said_seq", sa.Integer, nullable=False),
        sa.Column("answer_seq", sa.Integer),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.UniqueConstraint("conversation", "message_id"),
        sa.UniqueConstraint("conversation", "said_seq"),
        sa.UniqueConstraint("conversation", "answer_seq"),
    )


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("conversations")
