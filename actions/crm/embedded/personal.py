"""The embedded CRM as a store of one person's data, and what it knows of who they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from actions.crm.embedded import contacts, people
from actions.crm.embedded.tables import cases
from actions.crm.embedded.transactions import Unit
from actions.crm.records import CaseStatus, Contact
from actions.fields.references import new_reference
from bot.clock import now
from bot.database import read_only
from bot.person import Person

T = TypeVar("T")


class Company(Protocol):
    """The company's CRM, which has to be told before the desk forgets whom it is about."""

    def ask(self, unit: Unit, person: Person, found: Sequence[Contact]) -> None: ...


class PersonalRecords:
    """A `Store`: contacts with their cases, callbacks, leads, comments and questions."""

    name = "crm"

    def __init__(self, database: Engine, company: Company | None) -> None:
        """`company`: its CRM forgets them, too, and is asked in the same transaction."""
        self._engine, self._company = database, company

    def known(self, person: Person) -> Person:
        """The same person with what their contact tells: number, address, name, conversations."""

        def look(unit: Unit) -> Person:
            found = person
            for contact in contacts.find(unit, person.phone, person.email):
                spoken = people.conversations_of(unit, contact.ref)
                found = replace(
                    found,
                    phone=found.phone or contact.phone,
                    email=found.email or contact.email,
                    name=found.name or contact.name,
                    conversations=tuple(sorted({*found.conversations, *spoken})),
                )
            return found

        return self._run(look)

    def held(self, person: Person) -> list[dict[str, Any]]:
        def look(unit: Unit) -> list[dict[str, Any]]:
            found = contacts.find(unit, person.phone, person.email)
            return [people.export(unit, contact.ref) for contact in found]

        return self._run(look)

    def erase(self, person: Person) -> int:
        def forget(unit: Unit) -> int:
            found = contacts.find(unit, person.phone, person.email)
            if self._company:
                self._company.ask(unit, person, found)
            return sum(people.erase(unit, contact.ref) for contact in found)

        return self._run(forget)

    def _run(self, work: Callable[[Unit], T]) -> T:
        with self._engine.begin() as connection:
            return work(Unit(connection, now(), new_reference))


@dataclass(frozen=True)
class Request:
    """Somebody asked for a copy or for an erasure, and waits until `due`."""

    ref: str
    right: str
    due: datetime
    days_left: int


def requests_due(database: Engine, within: timedelta) -> list[Request]:
    """The open requests whose legal date is near or past, most urgent first."""
    waiting = (
        cases.c.category.in_(("data_export", "data_erasure")),
        cases.c.status.notin_((CaseStatus.RESOLVED.value, CaseStatus.CLOSED.value)),
        cases.c.due <= now() + within,
    )
    found = sa.select(cases).where(*waiting).order_by(cases.c.due)
    with read_only(database) as connection:
        rows = connection.execute(found).mappings().all()
    return [
        Request(row["ref"], row["category"][5:], row["due"], (row["due"] - now()).days)
        for row in rows
    ]
