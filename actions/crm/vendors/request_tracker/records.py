"""Request Tracker's users and tickets, and the port's people, cases, callbacks and leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from actions.crm.embedded.values import moment, plain
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallState,
    Case,
    CaseStatus,
    Contact,
    Lead,
    NewContact,
    Priority,
)
from actions.crm.vendors.phrases import from_iso

USER = "id,Name,RealName,EmailAddress,MobilePhone,Lang,Privileged"
TICKET = {
    "fields": "Subject,Status,Priority,Queue,Requestor,Starts,Due,Created,CustomFields",
    "fields[Queue]": "Name",
    "fields[Requestor]": USER,
}
NEVER = datetime(1970, 1, 1, tzinfo=timezone.utc)
GONE = "deleted"
PRIORITIES = {Priority.LOW: 0, Priority.NORMAL: 50, Priority.HIGH: 75, Priority.URGENT: 100}
CASES = {
    "stalled": CaseStatus.WAITING,
    "resolved": CaseStatus.RESOLVED,
    "rejected": CaseStatus.CLOSED,
    GONE: CaseStatus.CLOSED,
}
CALLBACKS = {
    "resolved": CallbackStatus.DONE,
    "rejected": CallbackStatus.CANCELLED,
    GONE: CallbackStatus.CANCELLED,
}

Row = Mapping[str, Any]


def contact(user: Row) -> Contact:
    """Somebody who has no number in its field may have it as a name: those we make do."""
    name, phone = str(user["Name"]), str(user.get("MobilePhone") or "")
    return Contact(
        ref=str(user["id"]),
        name=str(user.get("RealName") or ""),
        phone=phone or (name if name.startswith("+") else ""),
        email=str(user.get("EmailAddress") or ""),
        language=str(user.get("Lang") or "fr"),
    )


def user_values(new: NewContact) -> dict[str, str]:
    """Only what is known: an empty field would rub out what the company knows."""
    given = {
        "RealName": plain(new.name)[:120],
        "MobilePhone": new.phone,
        "EmailAddress": new.email.strip().lower(),
        "Lang": new.language,
    }
    return {name: value for name, value in given.items() if value}


def case(ticket: Row, field: str) -> Case:
    return Case(
        ref=str(ticket["id"]),
        external_ref=external_ref(ticket, field),
        subject=str(ticket["Subject"] or ""),
        description="",
        category="other",
        priority=_priority(int(ticket["Priority"] or 0)),
        status=CASES.get(str(ticket["Status"]), CaseStatus.OPEN),
        contact=requestor(ticket).ref,
        conversation="",
        created_at=from_iso(ticket["Created"]),
        due=_moment(ticket["Due"]),
    )


def callback(ticket: Row, field: str, slot: timedelta) -> Callback:
    person = requestor(ticket)
    start = _moment(ticket["Starts"]) or from_iso(ticket["Created"])
    return Callback(
        ref=str(ticket["id"]),
        external_ref=external_ref(ticket, field),
        phone=person.phone,
        start=start,
        end=_moment(ticket["Due"]) or start + slot,
        reason=str(ticket["Subject"] or ""),
        queue="",
        language=person.language,
        status=CALLBACKS.get(str(ticket["Status"]), CallbackStatus.BOOKED),
        contact=person.ref,
        conversation="",
        created_at=from_iso(ticket["Created"]),
    )


def call_state(ticket: Row) -> CallState:
    status = CALLBACKS.get(str(ticket["Status"]), CallbackStatus.BOOKED)
    return CallState(status, _moment(ticket["Starts"]))


def lead(ticket: Row, field: str) -> Lead:
    person = requestor(ticket)
    return Lead(
        ref=str(ticket["id"]),
        external_ref=external_ref(ticket, field),
        name=person.name,
        phone=person.phone,
        email=person.email,
        interest=str(ticket["Subject"] or ""),
        status=str(ticket["Status"]),
        contact=person.ref,
        conversation="",
        created_at=from_iso(ticket["Created"]),
    )


def requestor(ticket: Row) -> Contact:
    """The first one; nobody where the ticket has none, or was read without its users."""
    users = [user for user in ticket.get("Requestor") or () if "Name" in user]
    return contact(users[0]) if users else Contact(ref="")


def external_ref(ticket: Row, field: str) -> str:
    named = (one for one in ticket.get("CustomFields") or () if one["name"] == field)
    return next((str(value) for one in named for value in one["values"]), "")


def written(when: datetime) -> str:
    """A moment as RT reads it, which is in UTC; it makes 1970 of one with T and Z in an update."""
    return moment(when).astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def quoted(text: str) -> str:
    """A string of TicketSQL, which nothing in the text can end."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _moment(text: str) -> datetime | None:
    read = from_iso(text)
    return None if read == NEVER else read


def _priority(number: int) -> Priority:
    return min(PRIORITIES, key=lambda one: abs(PRIORITIES[one] - number))
