"""HubSpot's tickets, tasks and deals, and the port's records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from actions.crm.embedded.values import plain
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallState,
    Case,
    CaseStatus,
    Lead,
    NewCallback,
    NewCase,
    NewLead,
    Priority,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.lines import interest, lead_text
from actions.crm.vendors.phrases import (
    call_particulars,
    call_text,
    from_iso,
    given_key,
    in_utc,
    with_due,
)

TICKET = ("subject", "content", "hs_pipeline_stage", "hs_ticket_priority")
TASK = ("hs_task_body", "hs_task_status", "hs_timestamp")
DEAL = ("dealname", "description", "dealstage")
NOTE = ("hs_note_body",)
PRIORITIES = {
    Priority.LOW: "LOW",
    Priority.NORMAL: "MEDIUM",
    Priority.HIGH: "HIGH",
    Priority.URGENT: "URGENT",
}
CALLS = {"DEFERRED": CallbackStatus.CANCELLED, "COMPLETED": CallbackStatus.DONE}


def said(row: Mapping[str, Any], name: str) -> str:
    """A property; what was never filled is null or absent."""
    return str(row["properties"].get(name) or "")


def contact_of(row: Mapping[str, Any]) -> str:
    tied = (row.get("associations") or {}).get("contacts", {}).get("results", [])
    return str(tied[0]["id"]) if tied else ""


def ticket_values(new: NewCase, account: Account) -> dict[str, str]:
    return {
        "subject": plain(new.subject)[:500],
        "content": with_due(new.description, new.due, 60000),
        "hs_pipeline": account.option("pipeline", "0"),
        "hs_pipeline_stage": account.option("new", "1"),
        "hs_ticket_priority": PRIORITIES[new.priority],
    }


def case(row: Mapping[str, Any], field: str, account: Account, contact: str = "") -> Case:
    by_name = {name: priority for priority, name in PRIORITIES.items()}
    stages = {
        account.option("waiting", "2"): CaseStatus.WAITING,
        account.option("closed", "4"): CaseStatus.CLOSED,
    }
    return Case(
        ref=str(row["id"]),
        external_ref=given_key(said(row, field)),
        subject=said(row, "subject"),
        description=said(row, "content"),
        category="other",
        priority=by_name.get(said(row, "hs_ticket_priority"), Priority.NORMAL),
        status=stages.get(said(row, "hs_pipeline_stage"), CaseStatus.OPEN),
        contact=contact or contact_of(row),
        conversation="",
        created_at=from_iso(row["createdAt"]),
    )


def task_values(new: NewCallback, account: Account) -> dict[str, str]:
    owner = account.option("owner", "")
    return {
        "hs_task_subject": "Rappel demandé",
        "hs_task_body": call_text(new),
        "hs_task_type": "CALL",
        "hs_task_priority": "HIGH",
        **({"hubspot_owner_id": owner} if owner else {}),
        **when(new.start),
    }


def when(start: datetime) -> dict[str, str]:
    return {"hs_timestamp": in_utc(start), "hs_task_status": "NOT_STARTED"}


def callback(row: Mapping[str, Any], field: str, slot: timedelta, contact: str = "") -> Callback:
    told = call_particulars(said(row, "hs_task_body"))
    start = from_iso(said(row, "hs_timestamp"))
    return Callback(
        ref=str(row["id"]),
        external_ref=given_key(said(row, field)),
        phone=told["phone"],
        start=start,
        end=start + slot,
        reason=told["reason"],
        queue=told["queue"],
        language=told["language"],
        status=CALLS.get(said(row, "hs_task_status"), CallbackStatus.BOOKED),
        contact=contact or contact_of(row),
        conversation="",
        created_at=from_iso(row["createdAt"]),
    )


def call_state(row: Mapping[str, Any]) -> CallState:
    status = CALLS.get(said(row, "hs_task_status"), CallbackStatus.BOOKED)
    due = said(row, "hs_timestamp")
    return CallState(status, from_iso(due) if due else None)


def deal_values(new: NewLead, account: Account) -> dict[str, str]:
    return {
        "dealname": plain(new.interest)[:200] or "Demande",
        "description": lead_text(new)[:60000],
        "pipeline": account.option("deal_pipeline", "default"),
        "dealstage": account.option("deal_stage", "appointmentscheduled"),
    }


def lead(row: Mapping[str, Any], field: str, contact: str = "") -> Lead:
    return Lead(
        ref=str(row["id"]),
        external_ref=given_key(said(row, field)),
        name="",
        phone="",
        email="",
        interest=interest(said(row, "description")),
        status=said(row, "dealstage"),
        contact=contact or contact_of(row),
        conversation="",
        created_at=from_iso(row["createdAt"]),
    )
