"""The outbox's tables. They name records and never repeat them; an erasure alone says whom it is
about, until it has arrived."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import Column, Float, Index, Integer, String, Table

from actions.crm.embedded.tables import Utc
from bot.database import metadata


class State(str, Enum):
    """Where a letter is: still to go, on its way, arrived, or refused for good."""

    WAITING = "waiting"
    SENDING = "sending"
    DELIVERED = "delivered"
    DEAD = "dead"


def _word(name: str, length: int) -> Column:
    return Column(name, String(length), nullable=False)


# `ref` is the record's, that of a note or a consent its `external_ref`; letters of one `contact`
# keep their order.
# `waits_since` is when `due_at` was written, and empty before the first try; `told_at` is when
# somebody was told that it does not arrive.
letters = Table(
    "crm_outbox",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    _word("crm", 40),
    _word("kind", 20),
    _word("ref", 200),
    _word("contact", 20),
    _word("state", 12),
    Column("attempts", Integer, nullable=False),
    _word("problem", 200),
    Column("created_at", Utc, nullable=False),
    Column("due_at", Utc, nullable=False),
    Column("settled_at", Utc),
    Column("waits_since", Utc),
    Column("told_at", Utc),
    sqlite_autoincrement=True,
)
Index("crm_outbox_due", letters.c.crm, letters.c.state, letters.c.due_at)
Index("crm_outbox_contact", letters.c.contact, letters.c.state)
Index("crm_outbox_record", letters.c.kind, letters.c.ref)

# What the company's CRM knows a record by. `remote` is empty while nobody knows whether the
# first attempt arrived; `told` is the last that was said of it: for a callback, status and start.
known = Table(
    "crm_known",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    _word("crm", 40),
    _word("kind", 20),
    _word("ref", 200),
    _word("external_ref", 200),
    _word("remote", 200),
    _word("told", 60),
)
Index("crm_known_record", known.c.crm, known.c.kind, known.c.ref)

# Whom an erasure is about: the desk forgets them first. `phone` and `email` are empty from
# `checked_at` on, the moment at which the CRM was asked again and knew nobody.
erasures = Table(
    "crm_erasures",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("letter", Integer, nullable=False),
    _word("crm", 40),
    _word("contact", 20),
    _word("phone", 200),
    _word("email", 254),
    Column("records", Integer, nullable=False),
    Column("asked_at", Utc, nullable=False),
    Column("checked_at", Utc),
    sqlite_autoincrement=True,
)
Index("crm_erasures_letter", erasures.c.letter, unique=True)

# One row for each CRM: since when it is left alone, and until when.
circuits = Table(
    "crm_circuits",
    metadata,
    Column("crm", String(40), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("pause", Float, nullable=False),
    _word("problem", 200),
    Column("changed_at", Utc, nullable=False),
    Column("open_until", Utc),
)
