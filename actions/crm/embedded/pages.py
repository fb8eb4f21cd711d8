"""Leafing through contacts, cases, callbacks and leads, newest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Generic

from sqlalchemy import Table, func, or_, select, union

from actions.crm.embedded import callbacks as callback_records
from actions.crm.embedded import cases as case_records
from actions.crm.embedded import contacts as contact_records
from actions.crm.embedded import leads as lead_records
from actions.crm.embedded.tables import callbacks, cases, contacts, leads, requests
from actions.crm.embedded.transactions import Unit
from actions.crm.embedded.values import plain
from actions.crm.lists import Page, Query, Record
from actions.crm.port import Callback, Case, Contact, CrmRefused, Lead, Refusal

PLACES = ("limit", "after")
FILTERS = tuple(one.name for one in fields(Query) if one.name not in PLACES)


@dataclass(frozen=True)
class Shelf(Generic[Record]):
    """One kind of record: where its rows lie, how one is read, what its filters mean.

    A filter that is not in `special` compares the column of its name.
    """

    table: Table
    read: Callable[[Any], Record]
    special: dict[str, Callable[[str], Any]]

    def page(self, unit: Unit, query: Query) -> Page[Record]:
        """Positions grow as records arrive: what arrives meanwhile moves no page."""
        wanted = [self._filter(name, getattr(query, name)) for name in FILTERS]
        rows = self._rows(unit, query, [one for one in wanted if one is not None])
        full = len(rows) > query.limit
        items = tuple(self.read(row) for row in rows[: query.limit])
        return Page(items, items[-1].ref if full and items else None)

    def _rows(self, unit: Unit, query: Query, wanted: list[Any]) -> list[Any]:
        if query.after:
            wanted.append(self.table.c.position < self._position(unit, query.after))
        if self.table is contacts:
            wanted.append(contacts.c.merged_into.is_(None))
        newest = self.table.c.position.desc()
        found = select(self.table).where(*wanted).order_by(newest).limit(query.limit + 1)
        return list(unit.connection.execute(found).mappings())

    def _filter(self, name: str, value: str) -> Any:
        if not value:
            return None
        if name in self.special:
            return self.special[name](plain(value))
        if name not in self.table.c:
            raise CrmRefused(Refusal.INVALID)
        return self.table.c[name] == plain(value)

    def _position(self, unit: Unit, ref: str) -> int:
        row = unit.one(self.table, self.table.c.ref == plain(ref))
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return int(row["position"])


def _refs_in(conversation: str) -> Any:
    """The contacts whom a conversation named."""
    named = (
        select(table.c.contact).where(table.c.conversation == conversation)
        for table in (cases, callbacks, leads)
    )
    return contacts.c.ref.in_(union(*named))


def _person(table: Table, column: Any) -> Callable[[str], Any]:
    """Records of the person who has this number or address."""
    whose = func.coalesce(contacts.c.merged_into, contacts.c.ref)
    return lambda value: table.c.contact.in_(select(whose).where(column == value))


def _requested(name: str) -> Callable[[str], Any]:
    """Callbacks that some request booked or moved, be it the latest or an earlier one."""
    return lambda value: or_(
        callbacks.c[name] == value,
        callbacks.c.ref.in_(select(requests.c.callback).where(requests.c[name] == value)),
    )


def _known_by(column: Any) -> Callable[[str], Any]:
    """The person with this number or address, be it that of a contact who was joined to them."""
    joined = contacts.alias()
    leads_to = select(joined.c.merged_into)
    return lambda value: or_(
        column == value, contacts.c.ref.in_(leads_to.where(joined.c[column.name] == value))
    )


CONTACTS: Shelf[Contact] = Shelf(
    contacts,
    contact_records.read,
    {
        "conversation": _refs_in,
        "phone": _known_by(contacts.c.phone),
        "email": _known_by(contacts.c.email),
    },
)
CASES: Shelf[Case] = Shelf(
    cases,
    case_records.read,
    {"phone": _person(cases, contacts.c.phone), "email": _person(cases, contacts.c.email)},
)
CALLBACKS: Shelf[Callback] = Shelf(
    callbacks,
    callback_records.read,
    {
        "external_ref": _requested("external_ref"),
        "conversation": _requested("conversation"),
        "email": _person(callbacks, contacts.c.email),
    },
)
LEADS: Shelf[Lead] = Shelf(leads, lead_records.read, {})
