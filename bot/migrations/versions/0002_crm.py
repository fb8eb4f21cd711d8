"""The embedded CRM: contacts, cases, notes, callbacks, leads, feedback."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    "crm_contacts",
    "crm_cases",
    "crm_notes",
    "crm_callbacks",
    "crm_callback_requests",
    "crm_leads",
    "crm_feedback",
)
OPEN = sa.text("status IN ('booked', 'moved')")


def upgrade() -> None:
    _table(
        "crm_contacts",
        _word("ref", 20, unique=True),
        _text("name"),
        sa.Column("phone", sa.String(20), unique=True),
        sa.Column("email", sa.String(254), unique=True),
        _word("language", 5),
        sa.Column("erased_at", sa.DateTime(timezone=True)),
    )
    _table(
        "crm_cases",
        _word("ref", 20, unique=True),
        _word("external_ref", 200, unique=True),
        _text("subject"),
        _text("description"),
        _word("category"),
        _word("priority", 20),
        _word("status", 20),
        _link("contact", "crm_contacts"),
        _word("conversation", 200, index=True),
        sa.Column("due", sa.DateTime(timezone=True)),
    )
    _table(
        "crm_notes",
        _word("external_ref", 200, unique=True),
        _link("case", "crm_cases"),
        _text("text"),
    )
    _table(
        "crm_callbacks",
        _word("ref", 20, unique=True),
        _word("external_ref", 200),
        _word("phone", 20, index=True),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        _text("reason"),
        _word("queue"),
        _word("language", 5),
        _word("status", 20),
        _link("contact", "crm_contacts"),
        _word("conversation", 200, index=True),
    )
    op.create_index(
        "crm_callbacks_one_open",
        "crm_callbacks",
        ["phone", "queue"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("crm_callbacks_slot", "crm_callbacks", ["queue", "start"])
    _table(
        "crm_callback_requests",
        _word("external_ref", 200, unique=True),
        _link("callback", "crm_callbacks"),
        _word("conversation", 200, index=True),
    )
    _table(
        "crm_leads",
        _word("ref", 20, unique=True),
        _word("external_ref", 200, unique=True),
        _text("name"),
        _word("phone", 20, index=True),
        _word("email", 254, index=True),
        _text("interest"),
        _word("status", 20),
        _link("contact", "crm_contacts"),
        _word("conversation", 200, index=True),
    )
    _table(
        "crm_feedback",
        _word("external_ref", 200, unique=True),
        _word("kind", 20),
        sa.Column("score", sa.Integer),
        _text("comment"),
        _text("subject"),
        _word("conversation", 200, index=True),
    )


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)


def _table(name: str, *columns: sa.Column) -> None:
    """A table in the order of arrival."""
    position = sa.Column("position", sa.Integer, primary_key=True, autoincrement=True)
    created = sa.Column("created_at", sa.DateTime(timezone=True), nullable=False)
    op.create_table(name, position, *columns, created)


def _word(name: str, length: int = 60, unique: bool = False, index: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=False, unique=unique, index=index)


def _text(name: str) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False)


def _link(name: str, table: str) -> sa.Column:
    return sa.Column(name, sa.String(20), sa.ForeignKey(f"{table}.ref"), nullable=False, index=True)
