"""Our records as another CRM is told of them; None for those of a person who was forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from actions.crm.embedded import callbacks as callback_records
from actions.crm.embedded.tables import callbacks, cases, contacts, leads, notes
from actions.crm.port import Callback, NewCallback, NewCase, NewContact, NewLead, Priority
from bot.database import read_only


@dataclass(frozen=True)
class Note:
    case: str
    text: str


class Records:
    """The desk's books, read for a courier."""

    def __init__(self, database: Engine) -> None:
        self._database = database

    def case(self, ref: str) -> NewCase | None:
        with read_only(self._database) as connection:
            row = _one(connection, cases, cases.c.ref == ref)
            person = row and _person(connection, row["contact"])
        if not row or not person:
            return None
        named = ("subject", "description", "external_ref", "category", "conversation", "due")
        held = {name: row[name] for name in named}
        return NewCase(contact=person, priority=Priority(row["priority"]), **held)

    def note(self, external_ref: str) -> Note | None:
        with read_only(self._database) as connection:
            row = _one(connection, notes, notes.c.external_ref == external_ref)
        return Note(row["case"], row["text"]) if row and row["text"] else None

    def callback(self, ref: str) -> Callback | None:
        with read_only(self._database) as connection:
            row = _one(connection, callbacks, callbacks.c.ref == ref)
        return callback_records.read(row) if row and row["phone"] else None

    def new_callback(self, one: Callback, external_ref: str) -> NewCallback:
        with read_only(self._database) as connection:
            person = _person(connection, one.contact)
        return NewCallback(
            phone=one.phone,
            start=one.start,
            reason=one.reason,
            external_ref=external_ref,
            queue=one.queue,
            language=one.language,
            name=person.name if person else "",
            conversation=one.conversation,
        )

    def lead(self, ref: str) -> NewLead | None:
        with read_only(self._database) as connection:
            row = _one(connection, leads, leads.c.ref == ref)
            held = row and _person(connection, row["contact"])
        if not row or not held:
            return None
        person = NewContact(row["name"], row["phone"], row["email"], held.language)
        return NewLead(row["interest"], row["external_ref"], person, row["conversation"])


def _one(connection: Connection, table: Any, where: Any) -> Any:
    return connection.execute(select(table).where(where)).mappings().first()


def _person(connection: Connection, ref: str) -> NewContact | None:
    row = _one(connection, contacts, contacts.c.ref == ref)
    if not row or row["erased_at"] or not (row["phone"] or row["email"]):
        return None
    return NewContact(row["name"], row["phone"] or "", row["email"] or "", row["language"])
