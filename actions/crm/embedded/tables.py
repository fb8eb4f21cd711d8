"""The embedded CRM's tables, with moments that are always aware and in UTC."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, String, Table, Text
from sqlalchemy.types import TypeDecorator

from bot.database import metadata


class Utc(TypeDecorator):  # type: ignore[misc]  # SQLAlchemy 1.4 has no types
    """An aware moment, kept in UTC: SQLite forgets the zone, PostgreSQL returns its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None or value.tzinfo is None:
            return value and value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)


def _table(name: str, *columns: Any) -> Table:
    """A table in the order of arrival."""
    position = Column("position", Integer, primary_key=True, autoincrement=True)
    created = Column("created_at", Utc, nullable=False)
    return Table(name, metadata, position, *columns, created)


def _ref() -> Column:
    return Column("ref", String(20), nullable=False, unique=True)


def _external_ref(unique: bool = True) -> Column:
    return Column("external_ref", String(200), nullable=False, unique=unique)


def _conversation() -> Column:
    return Column("conversation", String(200), nullable=False, index=True)


def _person() -> Column:
    return Column("contact", String(20), ForeignKey("crm_contacts.ref"), nullable=False, index=True)


def _text(name: str) -> Column:
    return Column(name, Text, nullable=False)


def _word(name: str, length: int = 60) -> Column:
    return Column(name, String(length), nullable=False)


contacts = _table(
    "crm_contacts",
    _ref(),
    _text("name"),
    Column("phone", String(20), unique=True),
    Column("email", String(254), unique=True),
    _word("language", 5),
    Column("erased_at", Utc),
    Column("merged_into", String(20), index=True),  # another contact, who is the same person
)

cases = _table(
    "crm_cases",
    _ref(),
    _external_ref(),
    _text("subject"),
    _text("description"),
    _word("category"),
    _word("priority", 20),
    _word("status", 20),
    _person(),
    _conversation(),
    Column("due", Utc),
)
Index("crm_cases_status", cases.c.status, cases.c.created_at)

notes = _table(
    "crm_notes",
    _external_ref(),
    Column("case", String(20), ForeignKey("crm_cases.ref"), nullable=False, index=True),
    _text("text"),
    Column("author", String(120), nullable=False, server_default=""),  # empty: the person
)

# `external_ref` and `conversation` are those of the latest request; all are in `requests`.
callbacks = _table(
    "crm_callbacks",
    _ref(),
    _external_ref(unique=False),
    Column("phone", String(20), nullable=False, index=True),
    Column("start", Utc, nullable=False),
    Column("end", Utc, nullable=False),
    _text("reason"),
    _word("queue"),
    _word("language", 5),
    _word("status", 20),
    _person(),
    _conversation(),
    Column("sequence", Integer, nullable=False, server_default="0"),  # grows with each change
    Column("email", String(254), nullable=False, server_default=""),  # where its letters go
)
_open = callbacks.c.status.in_(("booked", "moved"))
Index(
    "crm_callbacks_one_open",
    callbacks.c.phone,
    callbacks.c.queue,
    unique=True,
    sqlite_where=_open,
    postgresql_where=_open,
)
Index("crm_callbacks_slot", callbacks.c.queue, callbacks.c.start)

requests = _table(
    "crm_callback_requests",
    _external_ref(),
    Column("callback", String(20), ForeignKey("crm_callbacks.ref"), nullable=False, index=True),
    _conversation(),
)

leads = _table(
    "crm_leads",
    _ref(),
    _external_ref(),
    _text("name"),
    Column("phone", String(20), nullable=False, index=True),
    Column("email", String(254), nullable=False, index=True),
    _text("interest"),
    _word("status", 20),
    _person(),
    _conversation(),
)

feedback = _table(
    "crm_feedback",
    _external_ref(),
    _word("kind", 20),
    Column("score", Integer),
    _text("comment"),
    _text("subject"),
    _conversation(),
    Column("channel", String(20), nullable=False, server_default=""),
    Column("language", String(5), nullable=False, server_default=""),
)

# A colleague's note on a person; on one of their callbacks where it names one.
remarks = _table(
    "crm_remarks",
    _person(),
    Column("callback", String(20), nullable=False, index=True),
    _text("text"),
    _word("who", 120),
)

# A call that was made to `phone`, or, when its outcome is `expired`, one that nobody made;
# `planned` is the start that was promised for it.
attempts = _table(
    "crm_attempts",
    Column("external_ref", String(200), unique=True),
    Column("planned", Utc, nullable=False),
    Column("callback", String(20), ForeignKey("crm_callbacks.ref"), nullable=False, index=True),
    _word("outcome", 20),
    Column("phone", String(20), nullable=False, index=True),
    _text("text"),
    _word("who", 120),
)

# What somebody agreed to. `record` is the callback or lead that it came with.
consents = _table(
    "crm_consents",
    _external_ref(),
    _person(),
    Column("record", String(20), nullable=False, index=True),
    _word("purpose", 20),
    Column("phone", String(20), nullable=False, index=True),
    _word("email", 254),
    _word("channel", 20),
    _word("wording", 20),
    _text("text"),
    _word("language", 5),
    _conversation(),
    Column("withdrawn_at", Utc),
)

# A letter about a callback. `next_at`, in the machine's time, is when it is tried next; None once
# it was sent or given up. `due_at` is in the desk's time.
notices = _table(
    "crm_notices",
    Column("callback", String(20), ForeignKey("crm_callbacks.ref"), nullable=False, index=True),
    _word("kind", 20),
    Column("sequence", Integer, nullable=False),
    Column("to", String(254), nullable=False, index=True),
    _word("language", 5),
    Column("due_at", Utc, nullable=False),
    Column("sent_at", Utc),
    Column("tries", Integer, nullable=False),
    Column("next_at", Utc),
    _word("problem", 200),
)
Index("crm_notices_once", notices.c.callback, notices.c.kind, notices.c.sequence, unique=True)
Index("crm_notices_next", notices.c.next_at)
