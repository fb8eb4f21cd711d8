"""What is looked for every hour, to be masked or forgotten, is found without reading all."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    unmasked = sa.text("status = 'answered' AND reason <> 'masked'")
    op.create_index(
        "messages_unmasked",
        "messages",
        ["answered_at"],
        sqlite_where=unmasked,
        postgresql_where=unmasked,
    )
    op.create_index("messages_received", "messages", ["received_at"])
    op.create_index("conversations_updated", "conversations", ["updated_at"])


def downgrade() -> None:
    op.drop_index("conversations_updated", "conversations")
    op.drop_index("messages_received", "messages")
    op.drop_index("messages_unmasked", "messages")
