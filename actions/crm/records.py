"""What a CRM holds, as the desk writes and reads it: people, cases, callbacks, leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from actions.crm.calls import Consent


class Kind(str, Enum):
    """What may be told of to another CRM."""

    CASE = "case"
    NOTE = "note"
    CALLBACK = "callback"
    LEAD = "lead"
    ERASURE = "erasure"
    CONSENT = "consent"


class Outcome(Enum):
    """What became of what an action wrote.

    NOTHING has to go elsewhere. LATER: it is kept, and goes as soon as it can. REFUSED: the
    company's CRM said no for good; it is kept, and a case asks a colleague to see to it.
    """

    NOTHING = "nothing"
    DELIVERED = "delivered"
    ON_ITS_WAY = "on_its_way"
    LATER = "later"
    REFUSED = "refused"


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
    """`phone` is E.164; `start` is aware. One open callback for a phone and queue.

    Letters about it go to `email`; where it is empty, to the address that was known before.
    """

    phone: str
    start: datetime
    reason: str
    external_ref: str
    queue: str = "support"
    language: str = "fr"
    name: str = ""
    conversation: str = ""
    email: str = ""
    consent: Consent | None = None


@dataclass(frozen=True)
class Callback:
    """`sequence` grows with each move and cancellation; letters go to `email`, if anywhere."""

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
    sequence: int = field(default=0, compare=False)
    email: str = field(default="", compare=False)


@dataclass(frozen=True)
class CallState:
    """How a callback stands elsewhere: booked, done or cancelled; without `start`: no hour."""

    status: CallbackStatus
    start: datetime | None = None


@dataclass(frozen=True)
class Place:
    """Where a callback stands in its queue, from 1; `expected` as calls are really made."""

    position: int
    expected: datetime
    latest: datetime


@dataclass(frozen=True)
class NewLead:
    interest: str
    external_ref: str
    contact: NewContact
    conversation: str = ""
    consent: Consent | None = None


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
