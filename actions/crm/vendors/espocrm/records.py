"""EspoCRM's contacts, cases, calls and leads, and the port's."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from actions.crm.embedded.values import moment, plain
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallEnd,
    CallState,
    Case,
    CaseStatus,
    Contact,
    Lead,
    NewCallback,
    NewCase,
    NewContact,
    Priority,
)
from actions.crm.vendors.espocrm.api import Row
from actions.crm.vendors.lines import interest
from actions.crm.vendors.persons import NOBODY, split_name
from actions.crm.vendors.phrases import call_particulars, call_text, from_iso, with_due

PRIORITIES = {
    Priority.LOW: "Low",
    Priority.NORMAL: "Normal",
    Priority.HIGH: "High",
    Priority.URGENT: "Urgent",
}
CASES = {
    "New": CaseStatus.OPEN,
    "Assigned": CaseStatus.OPEN,
    "Pending": CaseStatus.WAITING,
}
PLANNED, CANCELLED = "Planned", "Not Held"
CALLS = {"Held": CallbackStatus.DONE, CANCELLED: CallbackStatus.CANCELLED}
SPOKEN = (CallEnd.REACHED, CallEnd.REFUSED)  # calls that somebody answered
LONGEST_NAME, LONGEST_TEXT = 200, 60000


def contact(row: Row) -> Contact:
    name = str(row.get("name") or "")
    return Contact(
        ref=str(row["id"]),
        name="" if name == NOBODY else name,
        phone=str(row.get("phoneNumber") or ""),
        email=str(row.get("emailAddress") or ""),
    )


def person_values(new: NewContact) -> dict[str, Any]:
    """Only what is known: an empty field would rub out what the company knows."""
    first, last = split_name(plain(new.name))
    given = {
        "firstName": first[:100],
        "lastName": last[:100],
        "phoneNumber": new.phone,
        "emailAddress": new.email.strip().lower(),
    }
    return {name: value for name, value in given.items() if value}


def case_values(new: NewCase, contact_ref: str) -> dict[str, Any]:
    return {
        "name": titled(new.subject),
        "description": with_due(new.description, new.due, LONGEST_TEXT),
        "status": "New",
        "priority": PRIORITIES[new.priority],
        "contactId": contact_ref,
        "contactsIds": [contact_ref],
    }


def case(row: Row, field: str) -> Case:
    named = {name: priority for priority, name in PRIORITIES.items()}
    return Case(
        ref=str(row["id"]),
        external_ref=str(row.get(field) or ""),
        subject=str(row["name"]),
        description=str(row.get("description") or ""),
        category="other",
        priority=named.get(str(row.get("priority")), Priority.NORMAL),
        status=CASES.get(str(row["status"]), CaseStatus.CLOSED),
        contact=str(row.get("contactId") or ""),
        conversation="",
        created_at=read(row["createdAt"]),
    )


def call_values(new: NewCallback, contact_ref: str, slot: timedelta) -> dict[str, Any]:
    return {
        "name": titled(new.reason),
        "description": call_text(new),
        "direction": "Outbound",
        "contactsIds": [contact_ref],
        **planned(new.start, slot),
    }


def planned(start: datetime, slot: timedelta) -> dict[str, str]:
    return {"status": PLANNED, "dateStart": written(start), "dateEnd": written(start + slot)}


def callback(row: Row, field: str) -> Callback:
    told = call_particulars(str(row.get("description") or ""))
    people = row.get("contactsIds") or [""]
    return Callback(
        ref=str(row["id"]),
        external_ref=str(row.get(field) or ""),
        phone=told["phone"],
        start=read(row["dateStart"]),
        end=read(row["dateEnd"]),
        reason=str(row["name"]),
        queue=told["queue"],
        language=told["language"] or "fr",
        status=CALLS.get(str(row["status"]), CallbackStatus.BOOKED),
        contact=str(people[0]),
        conversation="",
        created_at=read(row["createdAt"]),
    )


def call_state(row: Row) -> CallState:
    status = CALLS.get(str(row["status"]), CallbackStatus.BOOKED)
    return CallState(status, read(row["dateStart"]) if row.get("dateStart") else None)


def lead(row: Row, field: str, contact_ref: str) -> Lead:
    person = contact(row)
    return Lead(
        ref=person.ref,
        external_ref=str(row.get(field) or ""),
        name=person.name,
        phone=person.phone,
        email=person.email,
        interest=interest(str(row.get("description") or "")),
        status=str(row["status"]),
        contact=contact_ref,
        conversation="",
        created_at=read(row["createdAt"]),
    )


def titled(text: str) -> str:
    return " ".join(plain(text).split())[:LONGEST_NAME] or "?"


def written(when: datetime) -> str:
    """A moment as EspoCRM has it, in UTC and without saying so."""
    return moment(when).astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def read(text: str) -> datetime:
    return from_iso(text.replace(" ", "T"))
