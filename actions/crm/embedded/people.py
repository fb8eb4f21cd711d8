"""What a person may ask of us by law: everything we hold, or to be forgotten."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Table, select

from actions.crm.embedded import callbacks as callback_records
from actions.crm.embedded import cases as case_records
from actions.crm.embedded import consents as consent_records
from actions.crm.embedded import contacts as contact_records
from actions.crm.embedded import leads as lead_records
from actions.crm.embedded import notices as notice_records
from actions.crm.embedded import survey_rows as survey_records
from actions.crm.embedded.slots import OPEN
from actions.crm.embedded.tables import (
    attempts,
    callbacks,
    cases,
    consents,
    contacts,
    feedback,
    leads,
    notes,
    notices,
    remarks,
    requests,
)
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CallbackStatus, Contact
from knowledge_base.curation import asker

NOTHING = {"conversation": ""}


def export(unit: Unit, contact_ref: str) -> dict[str, object]:
    """Everything held about a person, ready for JSON; empty when there is nobody."""
    contact = contact_records.by_ref(unit, contact_ref)
    if contact is None:
        return {}
    mine = contact.ref
    return {
        "contact": asdict(contact),
        "known_as": [asdict(one) for one in _joined(unit, mine)],
        "cases": [_plain(asdict(case_records.read(row))) for row in _of(unit, cases, mine)],
        "notes": _rows(unit, notes, notes.c.case.in_(_refs(cases, mine)), "case", "text"),
        "callbacks": [
            _plain(asdict(callback_records.read(row))) for row in _of(unit, callbacks, mine)
        ],
        "leads": [_plain(asdict(lead_records.read(row))) for row in _of(unit, leads, mine)],
        "feedback": _rows(
            unit, feedback, _said_by(unit, mine), "kind", "score", "comment", "subject"
        ),
        "remarks": _rows(unit, remarks, remarks.c.contact == mine, "text"),
        "calls": _rows(unit, attempts, _calls_to(mine), "callback", "outcome", "phone", "text"),
        "consents": [_plain(asdict(one)) for one in consent_records.listed(unit, contact=mine)],
        "letters": _rows(unit, notices, _letters_to(mine), "callback", "kind", "to", "sent_at"),
        "questions": _questions(unit, contact),
    }


def _joined(unit: Unit, mine: str) -> list[Contact]:
    """The other contacts that were joined to this one."""
    refs = contact_records.members(unit, mine)[1:]
    rows = unit.connection.execute(select(contacts).where(contacts.c.ref.in_(refs))).mappings()
    return [contact_records.read(row) for row in rows]


def known_in(unit: Unit, conversation: str) -> Contact | None:
    """Whoever left a number or an address in a conversation, the latest."""
    found = [
        unit.connection.execute(
            select(table.c.created_at, table.c.contact)
            .where(table.c.conversation == conversation)
            .order_by(table.c.position.desc())
            .limit(1)
        ).first()
        for table in (cases, callbacks, leads)
        if conversation
    ]
    latest = max((row for row in found if row), default=None)
    return contact_records.by_ref(unit, latest[1]) if latest else None


def _questions(unit: Unit, contact: Contact) -> list[dict[str, Any]]:
    return [_plain(one) for one in asker.held(unit.connection, *_known_as(unit, contact))]


def erase(unit: Unit, contact_ref: str) -> int:
    """Records stay, so that figures stay true; the person leaves them."""
    contact = locked(unit, contact_ref)
    if contact is None:
        return 0
    alive = (contacts.c.ref == contact.ref, contacts.c.erased_at.is_(None))
    if unit.one(contacts, *alive) is None:
        return 0
    asker.forget(unit.connection, *_known_as(unit, contact))
    survey_records.forget(unit, conversations_of(unit, contact.ref), contact.phone, contact.email)
    everyone = contact_records.members(unit, contact.ref)
    records = _forget_records(unit, contact.ref)
    return records + sum(_forget_contact(unit, one) for one in everyone)


def locked(unit: Unit, ref: str) -> Contact | None:
    """Somebody whom no other transaction names before this one ends."""
    before, found = None, contact_records.by_ref(unit, ref)
    while found and found != before:
        unit.lock(*contact_records.keys(found.phone, found.email))
        before, found = found, contact_records.by_ref(unit, ref)
    return found


def _forget_records(unit: Unit, mine: str) -> int:
    """Feedback, notes and requests first: they are found by what the others say."""
    still_open = (callbacks.c.contact == mine, callbacks.c.status.in_(OPEN))
    _change(unit, callbacks, *still_open, status=CallbackStatus.CANCELLED.value)
    _change(unit, requests, requests.c.callback.in_(_refs(callbacks, mine)), **NOTHING)
    blank = {"subject": "", **NOTHING}
    nobody = {"phone": "", "email": "", "reason": "", **NOTHING}
    no_consent = {"phone": "", "email": "", **NOTHING}
    consent_records.withdraw(unit, consents.c.contact == mine)
    return (
        notice_records.forget(unit, callbacks.c.contact == mine)
        + _change(unit, feedback, _said_by(unit, mine), comment="", **NOTHING)
        + _change(unit, notes, notes.c.case.in_(_refs(cases, mine)), text="")
        + _change(unit, cases, cases.c.contact == mine, description="", **blank)
        + _change(unit, remarks, remarks.c.contact == mine, text="")
        + _change(unit, attempts, _calls_to(mine), phone="", text="")
        + _change(unit, consents, consents.c.contact == mine, **no_consent)
        + _change(unit, callbacks, callbacks.c.contact == mine, **nobody)
        + _change(
            unit,
            leads,
            leads.c.contact == mine,
            name="",
            phone="",
            email="",
            interest="",
            **NOTHING,
        )
    )


def _forget_contact(unit: Unit, mine: str) -> int:
    gone = {"name": "", "phone": None, "email": None, "erased_at": unit.now}
    return _change(unit, contacts, contacts.c.ref == mine, **gone)


def _change(unit: Unit, table: Table, *where: Any, **values: Any) -> int:
    changed = unit.connection.execute(table.update().where(*where).values(values))
    return int(changed.rowcount)


def _calls_to(mine: str) -> Any:
    return attempts.c.callback.in_(_refs(callbacks, mine))


def _letters_to(mine: str) -> Any:
    return notices.c.callback.in_(_refs(callbacks, mine))


def _refs(table: Table, mine: str) -> Any:
    return select(table.c.ref).where(table.c.contact == mine)


def _said_by(unit: Unit, mine: str) -> Any:
    """Feedback has no contact: it belongs to the conversations that the records name."""
    return feedback.c.conversation.in_(conversations_of(unit, mine))


def _known_as(unit: Unit, contact: Contact) -> tuple[list[str], list[str]]:
    """The conversations and the telephone numbers that a person's questions may be kept under."""
    numbers = [one.phone for one in (contact, *_joined(unit, contact.ref)) if one.phone]
    return conversations_of(unit, contact.ref), numbers


def conversations_of(unit: Unit, mine: str) -> list[str]:
    spoken = {
        conversation
        for table in (cases, callbacks, leads)
        for conversation in unit.connection.execute(
            select(table.c.conversation).where(table.c.contact == mine, table.c.conversation != "")
        ).scalars()
    }
    return sorted(spoken)


def _of(unit: Unit, table: Table, mine: str) -> Any:
    found = select(table).where(table.c.contact == mine).order_by(table.c.position)
    return unit.connection.execute(found).mappings()


def _rows(unit: Unit, table: Table, where: Any, *names: str) -> list[dict[str, Any]]:
    found = select(table).where(where).order_by(table.c.position)
    rows = unit.connection.execute(found).mappings().all()
    return [_plain({name: row[name] for name in (*names, "created_at")}) for row in rows]


def _plain(record: dict[str, Any]) -> dict[str, Any]:
    """Moments as ISO 8601 in UTC; enums are words already."""
    return {
        name: value.isoformat().replace("+00:00", "Z") if hasattr(value, "isoformat") else value
        for name, value in record.items()
    }
