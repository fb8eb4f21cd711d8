"""What the desk asks of any CRM, in records that no vendor's dictionary crosses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol


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


class CaseStatus(str, Enum):
    OPEN = "open"
    WAITING = "waiting"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Priority(str, Enum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class CallbackStatus(str, Enum):
    BOOKED = "booked"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DONE = "done"


@dataclass(frozen=True)
class Contact:
    ref: str
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class NewContact:
    """At least one of `phone` (E.164) and `email` is filled."""

    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = "fr"


@dataclass(frozen=True)
class NewCase:
    """`external_ref` is the idempotency key: the same one is the same case."""

    subject: str
    description: str
    external_ref: str
    contact: NewContact
    category: str = "other"
    priority: Priority = Priority.NORMAL
    conversation: str = ""
    due: datetime | None = None


@dataclass(frozen=True)
class Case:
    ref: str
    external_ref: str
    subject: str
    description: str
    category: str
    priority: Priority
    status: CaseStatus
    contact: str
    conversation: str
    created_at: datetime
    due: datetime | None = None


@dataclass(frozen=True)
class NewCallback:
    """`phone` is E.164; `start` is aware. One open callback for a phone and queue."""

    phone: str
    start: datetime
    reason: str
    external_ref: str
    queue: str = "support"
    language: str = "fr"
    name: str = ""
    conversation: str = ""


@dataclass(frozen=True)
class Callback:
    ref: str
    external_ref: str
    phone: str
    start: datetime
    end: datetime
    reason: str
    queue: str
    language: str
    status: CallbackStatus
    contact: str
    conversation: str
    created_at: datetime


@dataclass(frozen=True)
class NewLead:
    interest: str
    external_ref: str
    contact: NewContact
    conversation: str = ""


@dataclass(frozen=True)
class Lead:
    ref: str
    external_ref: str
    name: str
    phone: str
    email: str
    interest: str
    status: str
    contact: str
    conversation: str
    created_at: datetime


@dataclass(frozen=True)
class NewFeedback:
    """A score (`kind`: ces 1-5, csat 1-5, nps 0-10, answer 0-1) or a free comment."""

    kind: str
    external_ref: str
    score: int | None = None
    comment: str = ""
    subject: str = ""
    conversation: str = ""


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
