"""What the desk asks of any CRM, in records that no vendor's dictionary crosses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol

from actions.crm.records import (
    Callback,
    CallbackStatus,
    Case,
    CaseStatus,
    Contact,
    Lead,
    NewCallback,
    NewCase,
    NewContact,
    NewFeedback,
    NewLead,
    Priority,
)

__all__ = [
    "Callback",
    "CallbackStatus",
    "Case",
    "CaseStatus",
    "Contact",
    "Crm",
    "CrmError",
    "CrmRefused",
    "CrmUnavailable",
    "Lead",
    "NewCallback",
    "NewCase",
    "NewContact",
    "NewFeedback",
    "NewLead",
    "Priority",
    "Refusal",
]


class CrmError(Exception):
    """The CRM did not do what it was asked; its message never holds personal data."""


class Refusal(str, Enum):
    """Why the CRM said no, for the texts to put into words."""

    PAST = "past"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    CLOSED = "closed"
    FULL = "full"
    UNKNOWN = "unknown"
    NOT_OPEN = "not_open"
    INVALID = "invalid"
    CONFLICT = "conflict"


class CrmRefused(CrmError):
    """The CRM understood and said no; asking again would not help."""

    def __init__(self, reason: Refusal = Refusal.INVALID) -> None:
        super().__init__(reason.value)
        self.reason = reason


class CrmUnavailable(CrmError):
    """The CRM is down, slow or busy; the same request may succeed later."""


class Crm(Protocol):
    """One CRM. Every method is a coroutine; None means there is none, an exception it failed."""

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]: ...
    async def save_contact(self, contact: NewContact) -> Contact: ...
    async def open_case(self, case: NewCase) -> Case: ...
    async def case(self, ref: str) -> Case | None: ...
    async def contact(self, ref: str) -> Contact | None: ...
    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None: ...
    async def free_slots(
        self, after: datetime, limit: int = 3, queue: str = "support"
    ) -> Sequence[datetime]:
        """The next bookable starts at or after `after`, soonest first."""

    async def book_callback(self, callback: NewCallback) -> Callback:
        """Book, or move the open callback of that number and queue.

        The same `external_ref` again is the same callback, as it stands now; when it was
        cancelled meanwhile, it is booked again. Raises `CrmRefused` when the slot is full,
        closed, too soon or too far.
        """

    async def callbacks_of(self, phone: str) -> Sequence[Callback]:
        """The open (booked or moved) callbacks of a number, soonest first."""

    async def move_callback(self, ref: str, start: datetime, external_ref: str) -> Callback: ...
    async def cancel_callback(self, ref: str) -> Callback: ...
    async def open_lead(self, lead: NewLead) -> Lead: ...
    async def save_feedback(self, feedback: NewFeedback) -> None: ...
    async def erase(self, contact_ref: str) -> int:
        """Forget a person; the number of records touched. Their open callbacks are cancelled."""

    async def export(self, contact_ref: str) -> dict[str, object]:
        """Everything held about a person, ready for JSON."""
