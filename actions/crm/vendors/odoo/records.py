"""Odoo's partners, tasks, meetings and opportunities, and the port's records."""

from __future__ import annotations

from datetime import datetime, timezone
from html import escape, unescape
from re import sub

from actions.crm.embedded.values import moment, plain
from actions.crm.port import (
    Callback,
    CallbackStatus,
    Case,
    CaseStatus,
    Contact,
    Lead,
    NewCallback,
    NewCase,
    NewContact,
    NewLead,
    Priority,
)
from actions.crm.vendors.odoo.models import Row
from actions.crm.vendors.persons import NOBODY
from actions.crm.vendors.phrases import call_particulars, call_text, from_iso
from bot.clock import PARIS

PARTNER = ("name", "email", "phone", "phone_sanitized", "active")
CASE = ("name", "description", "partner_id", "priority", "stage_id", "is_closed", "create_date")
EVENT = ("name", "description", "start", "stop", "active", "partner_ids", "create_date")
LEAD = ("name", "contact_name", "phone", "email_from", "partner_id", "stage_id", "create_date")
ERASED = "Personne effacée"
IMPORTANT = {Priority.HIGH: "1", Priority.URGENT: "1"}


def contact(row: Row) -> Contact:
    name = str(row["name"] or "")
    return Contact(
        ref=str(row["id"]),
        name="" if name == NOBODY else name,
        phone=str(row.get("phone_sanitized") or row["phone"] or ""),
        email=str(row["email"] or ""),
    )


def partner_values(new: NewContact) -> dict[str, str]:
    given = {"name": plain(new.name), "phone": new.phone, "email": new.email.strip().lower()}
    return {name: value for name, value in given.items() if value}


def case_values(new: NewCase, partner: str, project: str) -> dict[str, str]:
    values = {
        "name": titled(new.subject),
        "description": paragraph(new.description),
        "partner_id/.id": partner,
        "priority": IMPORTANT.get(new.priority, "0"),
    }
    place = {"project_id/.id": project} if project else {}
    return {**values, **place, **({"date_deadline": day(new.due)} if new.due else {})}


def case(row: Row, reference: str, waiting: str) -> Case:
    stage = row["stage_id"][1] if row["stage_id"] else ""
    open_now = CaseStatus.WAITING if waiting and stage == waiting else CaseStatus.OPEN
    return Case(
        ref=str(row["id"]),
        external_ref=reference,
        subject=str(row["name"]),
        description=text(row["description"] or ""),
        category="other",
        priority=Priority.NORMAL if str(row["priority"]) == "0" else Priority.HIGH,
        status=CaseStatus.CLOSED if row["is_closed"] else open_now,
        contact=str(row["partner_id"][0]) if row["partner_id"] else "",
        conversation="",
        created_at=read(row["create_date"]),
    )


def event_values(new: NewCallback, end: datetime, partner: str) -> dict[str, str]:
    return {
        "name": titled(new.reason),
        "description": paragraph(call_text(new)),
        "start": written(new.start),
        "stop": written(end),
        "partner_ids/.id": partner,
    }


def callback(row: Row, reference: str, contact_ref: str, made: bool) -> Callback:
    """`made`: its activity was ticked off."""
    told = call_particulars(text(row["description"] or ""))
    still = CallbackStatus.DONE if made else CallbackStatus.BOOKED
    return Callback(
        ref=str(row["id"]),
        external_ref=reference,
        phone=told["phone"],
        start=read(row["start"]),
        end=read(row["stop"]),
        reason=str(row["name"]),
        queue=told["queue"],
        language=told["language"] or "fr",
        status=still if row["active"] else CallbackStatus.CANCELLED,
        contact=contact_ref,
        conversation="",
        created_at=read(row["create_date"]),
    )


def lead_values(new: NewLead, partner: str) -> dict[str, str]:
    person = {
        "contact_name": plain(new.contact.name),
        "phone": new.contact.phone,
        "email_from": new.contact.email.strip().lower(),
    }
    known = {name: value for name, value in person.items() if value}
    kind = {"name": titled(new.interest), "type": "opportunity", "partner_id/.id": partner}
    return {**kind, **known}


def lead(row: Row, reference: str) -> Lead:
    return Lead(
        ref=str(row["id"]),
        external_ref=reference,
        name=str(row["contact_name"] or ""),
        phone=str(row["phone"] or ""),
        email=str(row["email_from"] or ""),
        interest=str(row["name"]),
        status=str(row["stage_id"][1]) if row["stage_id"] else "new",
        contact=str(row["partner_id"][0]) if row["partner_id"] else "",
        conversation="",
        created_at=read(row["create_date"]),
    )


def titled(said: str) -> str:
    return " ".join(plain(said).split())[:200] or "-"


def paragraph(said: str) -> str:
    return "<p>" + escape(plain(said), quote=False).replace("\n", "<br>") + "</p>"


def text(html: str) -> str:
    return unescape(sub(r"<[^>]*>", "", sub(r"<br\s*/?>", "\n", html))).strip()


def written(when: datetime) -> str:
    return moment(when).astimezone(timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def day(when: datetime) -> str:
    """The day in Paris, which Odoo takes where it has a field with hours, too."""
    return moment(when).astimezone(PARIS).date().isoformat()


def read(said: str) -> datetime:
    return from_iso(said.replace(" ", "T"))
