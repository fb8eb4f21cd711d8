"""Zendesk's tickets and the port's records: a tag tells calls and leads from cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from actions.crm.embedded.values import plain
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallState,
    Case,
    CaseStatus,
    Contact,
    Lead,
    NewCallback,
    NewCase,
    NewLead,
    Priority,
)
from actions.crm.vendors.lines import interest, lead_text
from actions.crm.vendors.phrases import call_particulars, call_text, from_iso, given_key, in_utc

OURS, CALL, LEAD, CANCELLED = "guichet", "guichet_rappel", "guichet_prospect", "guichet_annule"
STATUSES = {
    "pending": CaseStatus.WAITING,
    "hold": CaseStatus.WAITING,
    "solved": CaseStatus.RESOLVED,
    "closed": CaseStatus.CLOSED,
}


def case_values(new: NewCase, contact_ref: str) -> dict[str, Any]:
    """Only a ticket of the type task has a moment when it is due."""
    tags = [OURS, f"guichet_{new.category}"]
    words = {"priority": new.priority.value, "tags": tags}
    due = {"type": "task", "due_at": in_utc(new.due)} if new.due else {}
    return {**_ticket(new.subject, new.description, contact_ref), **words, **due}


def call_values(new: NewCallback, contact_ref: str) -> dict[str, Any]:
    due = {"type": "task", "due_at": in_utc(new.start), "tags": [OURS, CALL]}
    return {**_ticket("Rappel demandé", call_text(new), contact_ref), **due}


def lead_values(new: NewLead, contact_ref: str) -> dict[str, Any]:
    about = _ticket(f"Prospect : {new.interest}", lead_text(new), contact_ref)
    return {**about, "type": "question", "tags": [OURS, LEAD]}


def _ticket(subject: str, text: str, contact_ref: str) -> dict[str, Any]:
    """Whoever submits a ticket is the author of its first comment: the customer, not us."""
    who = int(contact_ref)
    return {
        "subject": plain(subject)[:150],
        "comment": {"body": plain(text)[:60000] or "-"},
        "requester_id": who,
        "submitter_id": who,
    }


def case(row: Mapping[str, Any]) -> Case:
    urgency = str(row.get("priority") or "")
    known = {one.value for one in Priority}
    return Case(
        ref=str(row["id"]),
        external_ref=given_key(str(row.get("external_id") or "")),
        subject=str(row.get("subject") or ""),
        description=str(row.get("description") or ""),
        category="other",
        priority=Priority(urgency) if urgency in known else Priority.NORMAL,
        status=STATUSES.get(str(row["status"]), CaseStatus.OPEN),
        contact=str(row["requester_id"]),
        conversation="",
        created_at=from_iso(row["created_at"]),
    )


def callback(row: Mapping[str, Any], slot: timedelta) -> Callback:
    told = call_particulars(str(row.get("description") or ""))
    start = from_iso(row.get("due_at") or row["created_at"])
    return Callback(
        ref=str(row["id"]),
        external_ref=given_key(str(row.get("external_id") or "")),
        phone=told["phone"],
        start=start,
        end=start + slot,
        reason=told["reason"],
        queue=told["queue"],
        language=told["language"],
        status=_call_status(row),
        contact=str(row["requester_id"]),
        conversation="",
        created_at=from_iso(row["created_at"]),
    )


def call_state(row: Mapping[str, Any]) -> CallState:
    return CallState(_call_status(row), from_iso(row["due_at"]) if row.get("due_at") else None)


def lead(row: Mapping[str, Any], person: Contact) -> Lead:
    return Lead(
        ref=str(row["id"]),
        external_ref=given_key(str(row.get("external_id") or "")),
        name=person.name,
        phone=person.phone,
        email=person.email,
        interest=interest(str(row.get("description") or "")),
        status=str(row["status"]),
        contact=str(row["requester_id"]),
        conversation="",
        created_at=from_iso(row["created_at"]),
    )


def _call_status(row: Mapping[str, Any]) -> CallbackStatus:
    if CANCELLED in row["tags"]:
        return CallbackStatus.CANCELLED
    over = row["status"] in ("solved", "closed")
    return CallbackStatus.DONE if over else CallbackStatus.BOOKED
