"""Salesforce's records and the port's: fields, picklists, moments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from actions.crm.embedded.values import plain
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallState,
    Case,
    CaseStatus,
    NewCallback,
    NewCase,
    Priority,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.phrases import (
    call_particulars,
    call_text,
    from_iso,
    given_key,
    in_utc,
    with_due,
)
from bot.clock import PARIS

CASE = (
    "Id", "CaseNumber", "Subject", "Description", "Status", "IsClosed", "Priority", "ContactId",
    "CreatedDate",
)  # fmt: skip
TASK = ("Id", "Description", "Status", "IsClosed", "ReminderDateTime", "WhoId", "CreatedDate")
PRIORITIES = {
    Priority.LOW: "Low",
    Priority.NORMAL: "Medium",
    Priority.HIGH: "High",
    Priority.URGENT: "High",
}
CANCELLED, DONE = "Deferred", "Completed"


def case(row: Mapping[str, Any], field: str, waiting: str) -> Case:
    return Case(
        ref=str(row["CaseNumber"]),
        external_ref=given_key(str(row.get(field) or "")),
        subject=str(row["Subject"] or ""),
        description=str(row["Description"] or ""),
        category="other",
        priority=_priority(str(row["Priority"])),
        status=_case_status(row, waiting),
        contact=str(row["ContactId"] or ""),
        conversation="",
        created_at=from_iso(row["CreatedDate"]),
    )


def case_values(new: NewCase, contact_ref: str, account: Account) -> dict[str, Any]:
    return {
        "Subject": plain(new.subject)[:255],
        "Description": with_due(new.description, new.due, 32000),
        "Origin": account.option("origin", "Web"),
        "Status": account.option("new", "New"),
        "Priority": PRIORITIES[new.priority],
        "ContactId": contact_ref,
    }


def task_values(new: NewCallback, contact_ref: str) -> dict[str, Any]:
    """The day stands in a field without an hour: it is the day of whoever calls, in Paris."""
    return {
        "Subject": "Rappel demandé",
        "Description": call_text(new),
        "WhoId": contact_ref,
        "TaskSubtype": "Call",
        "Priority": "Normal",
        "Status": "Not Started",
        **when(new.start),
    }


def when(start: datetime) -> dict[str, Any]:
    return {
        "ReminderDateTime": in_utc(start),
        "ActivityDate": start.astimezone(PARIS).date().isoformat(),
        "IsReminderSet": True,
    }


def callback(row: Mapping[str, Any], field: str, slot: timedelta, cancelled: str) -> Callback:
    told = call_particulars(str(row["Description"] or ""))
    start = from_iso(row["ReminderDateTime"] or row["CreatedDate"])
    return Callback(
        ref=str(row["Id"]),
        external_ref=given_key(str(row.get(field) or "")),
        phone=told["phone"],
        start=start,
        end=start + slot,
        reason=told["reason"],
        queue=told["queue"],
        language=told["language"],
        status=_call_status(row, cancelled),
        contact=str(row["WhoId"] or ""),
        conversation="",
        created_at=from_iso(row["CreatedDate"]),
    )


def call_state(row: Mapping[str, Any], cancelled: str) -> CallState:
    """Its hour is the reminder's; whoever moves a task to another day may change the day alone."""
    start = from_iso(row["ReminderDateTime"]) if row["ReminderDateTime"] else None
    if start and row["ActivityDate"]:
        day = date.fromisoformat(row["ActivityDate"])
        start = datetime.combine(day, start.astimezone(PARIS).time(), PARIS)
    return CallState(_call_status(row, cancelled), start)


def _priority(name: str) -> Priority:
    return {"Low": Priority.LOW, "High": Priority.HIGH}.get(name, Priority.NORMAL)


def _case_status(row: Mapping[str, Any], waiting: str) -> CaseStatus:
    if row["IsClosed"]:
        return CaseStatus.CLOSED
    named = {waiting: CaseStatus.WAITING, "Resolved": CaseStatus.RESOLVED}
    return named.get(str(row["Status"]), CaseStatus.OPEN)


def _call_status(row: Mapping[str, Any], cancelled: str) -> CallbackStatus:
    if row["Status"] == cancelled:
        return CallbackStatus.CANCELLED
    return CallbackStatus.DONE if row["IsClosed"] else CallbackStatus.BOOKED
