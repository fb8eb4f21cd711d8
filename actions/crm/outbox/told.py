"""Our records as another CRM is told of them; None for those of a person who was forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from actions.crm.calls import CallOutcome, Consent, GivenConsent
from actions.crm.embedded import callbacks as callback_records
from actions.crm.embedded import consents as consent_records
from actions.crm.embedded.attempts import EXPIRED
from actions.crm.embedded.tables import (
    attempts,
    callbacks,
    cases,
    consents,
    contacts,
    leads,
    notes,
)
from actions.crm.port import (
    Callback,
    CallEnd,
    NewCallback,
    NewCase,
    NewContact,
    NewLead,
    Priority,
)
from bot.database import read_only

ENDS = {
    CallOutcome.REACHED.value: CallEnd.REACHED,
    CallOutcome.WRONG_NUMBER.value: CallEnd.WRONG_NUMBER,
    CallOutcome.REFUSED.value: CallEnd.REFUSED,
    CallOutcome.NO_ANSWER.value: CallEnd.GIVEN_UP,
    CallOutcome.ANSWERPHONE.value: CallEnd.GIVEN_UP,
    EXPIRED: CallEnd.EXPIRED,
}


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
            agreed = _agreed(connection, one.ref)
        return NewCallback(
            phone=one.phone,
            start=one.start,
            reason=one.reason,
            external_ref=external_ref,
            queue=one.queue,
            language=one.language,
            name=person.name if person else "",
            conversation=one.conversation,
            consent=agreed,
        )

    def end(self, ref: str) -> CallEnd:
        """How a callback that is over ended, by the last call; without one, nobody called."""
        mine = select(attempts.c.outcome).where(attempts.c.callback == ref)
        with read_only(self._database) as connection:
            last = connection.execute(mine.order_by(attempts.c.position.desc())).scalars().first()
        return CallEnd.EXPIRED if last is None else ENDS.get(last, CallEnd.REACHED)

    def consent(self, external_ref: str) -> GivenConsent | None:
        with read_only(self._database) as connection:
            row = _one(connection, consents, consents.c.external_ref == external_ref)
            person = row and _person(connection, row["contact"])
        return consent_records.read(row) if row and person else None

    def lead(self, ref: str) -> NewLead | None:
        with read_only(self._database) as connection:
            row = _one(connection, leads, leads.c.ref == ref)
            held = row and _person(connection, row["contact"])
            agreed = _agreed(connection, ref)
        if not row or not held:
            return None
        person = NewContact(row["name"], row["phone"], row["email"], held.language)
        return NewLead(row["interest"], row["external_ref"], person, row["conversation"], agreed)


def _one(connection: Connection, table: Any, where: Any) -> Any:
    return connection.execute(select(table).where(where)).mappings().first()


def _agreed(connection: Connection, record: str) -> Consent | None:
    """What came with a record, the latest where there are several."""
    mine = select(consents).where(consents.c.record == record)
    newest = mine.order_by(consents.c.position.desc()).limit(1)
    row = connection.execute(newest).mappings().first()
    if row is None:
        return None
    given = consent_records.read(row)
    words = (given.purpose, given.channel, given.wording, given.text, given.language)
    return Consent(*words, given_at=given.created_at)


def _person(connection: Connection, ref: str) -> NewContact | None:
    row = _one(connection, contacts, contacts.c.ref == ref)
    if not row or row["erased_at"] or not (row["phone"] or row["email"]):
        return None
    return NewContact(row["name"], row["phone"] or "", row["email"] or "", row["language"])
