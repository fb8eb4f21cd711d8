"""Contacts that were joined are one person: which ones, and where their records lie."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select

from actions.crm.embedded import contacts as contact_records
from actions.crm.embedded.tables import callbacks, cases, consents, contacts, leads, remarks
from actions.crm.embedded.transactions import Unit

# What belongs to somebody, and the column that names a row among its like.
BELONGINGS: dict[Table, str] = {
    cases: "ref",
    callbacks: "ref",
    leads: "ref",
    remarks: "position",
    consents: "position",
    contacts: "ref",  # those who were joined to them before
}
OWNER: dict[Table, str] = {contacts: "merged_into"}


def person(unit: Unit, ref: str) -> Any:
    """The row of whoever this reference leads to; None where it leads nowhere."""
    found = contact_records.by_ref(unit, ref)
    return found and unit.one(contacts, contacts.c.ref == found.ref)


def known_as(unit: Unit, ref: str) -> Sequence[Any]:
    """The rows that are this person: the one that was kept first, then those that it took in."""
    refs = contact_records.members(unit, ref)
    rows = unit.connection.execute(select(contacts).where(contacts.c.ref.in_(refs))).mappings()
    return sorted(rows, key=lambda row: refs.index(row["ref"]))
