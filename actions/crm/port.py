"""What the desk asks of any CRM, in records that no vendor's dictionary crosses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol

from actions.crm.calls import CallEnd
from actions.crm.opinions import NewFeedback, NewSurvey
from actions.crm.records import (
    Callback,
    CallbackStatus,
    CallState,
    Case,
    CaseStatus,
    Contact,
    Kind,
    Lead,
    NewCallback,
    NewCase,
    NewContact,
    NewLead,
    Outcome,
    Place,
    Priority,
)

__all__ = [
    "CallEnd",
    "CallState",
    "Callback",
    "CallbackStatus",
    "Case",
    "CaseStatus",
    "CompanyCrm",
    "Contact",
    "Crm",
    "CrmError",
    "CrmRefused",
    "CrmUnavailable",
    "Kind",
    "Lead",
    "NewCallback",
    "NewCase",
    "NewContact",
    "NewFeedback",
    "NewLead",
    "NewSurvey",
    "Outcome",
    "Place",
    "Priority",
    "Refusal",
    "RemoteCrm",
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
    """The CRM understood and said no; asking again would not help.

    `detail` tells an operator which answer it was, such as `HTTP 422 validationFailure`.
    """

    def __init__(self, reason: Refusal = Refusal.INVALID, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail


class CrmUnavailable(CrmError):
    """The CRM is down, slow or busy; the same request may succeed later.

    `retry_after`: seconds that it asks us to wait, None when it says nothing. `locked_out`: it
    does not accept our key, so somebody must mend the settings first.
    """

    def __init__(
        self, why: str = "", retry_after: float | None = None, locked_out: bool = False
    ) -> None:
        super().__init__(why)
        self.retry_after = retry_after
        self.locked_out = locked_out


class CompanyCrm(Protocol):
    """Any CRM. Every method is a coroutine; None means there is none, an exception it failed.

    Whatever has an `external_ref` is done once: the same one again finds what the first made,
    also when its answer was lost. References are the CRM's own.
    """

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        """Those who have this number (E.164) or this address, whatever the vendor matched."""

    async def save_contact(self, contact: NewContact) -> Contact:
        """The person with that number, else that address, completed; else a new one."""

    async def open_case(self, case: NewCase) -> Case: ...
    async def case(self, ref: str) -> Case | None: ...
    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None: ...
    async def book_callback(self, callback: NewCallback) -> Callback:
        """Book a call. Raises `CrmRefused` for a moment that cannot be had.

        The embedded CRM moves the open callback of that number and queue, if there is one; the
        same `external_ref` again is the same callback, as it stands now, and booked again when
        it was cancelled meanwhile.
        """

    async def move_callback(self, ref: str, start: datetime, external_ref: str) -> Callback: ...
    async def cancel_callback(self, ref: str) -> Callback:
        """Cancel; one that is cancelled already stays so."""

    async def open_lead(self, lead: NewLead) -> Lead: ...
    async def erase(self, contact_ref: str) -> int:
        """Forget a person; the number of records touched. Their open callbacks are cancelled."""

    async def export(self, contact_ref: str) -> dict[str, object]:
        """Everything held about a person, ready for JSON."""


class RemoteCrm(CompanyCrm, Protocol):
    """A company's own CRM, which the desk tells of what was noted."""

    async def check(self) -> str:
        """What answered (name, version), after a harmless round trip; raises what stands in it."""

    async def callback_state(self, ref: str) -> CallState | None:
        """How a callback stands there; None where it is gone, or that cannot be told."""

    async def close_callback(self, ref: str, end: CallEnd) -> None:
        """Close it with how it ended, unless it is over there; UNKNOWN for one that is gone."""

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        """A line in the text of a callback or lead, once; UNKNOWN for one that is gone."""

    async def close(self) -> None: ...


class Crm(CompanyCrm, Protocol):
    """The desk's own books, which conversations are held with."""

    async def contact(self, ref: str) -> Contact | None: ...
    async def free_slots(
        self, after: datetime, limit: int = 3, queue: str = "support", language: str = "fr"
    ) -> Sequence[datetime]:
        """The next bookable starts at or after `after`, soonest first.

        Raises `CrmRefused` for a queue that is not there, or does not speak that language.
        """

    async def queue_place(self, start: datetime, queue: str, phone: str = "") -> Place:
        """The place of a callback of `phone` at that start, should it be booked now."""

    async def callbacks_of(self, phone: str) -> Sequence[Callback]:
        """The open (booked or moved) callbacks of a number, soonest first."""

    async def callback(self, ref: str) -> Callback | None: ...
    async def set_callback_email(self, ref: str, email: str) -> Callback:
        """Where the letters about an open callback go, from its confirmation on."""

    async def open_cases(self, category: str, since: datetime) -> int:
        """How many cases of a category that were opened since then nobody has seen to."""

    async def unfinished(self, contact_ref: str) -> Sequence[Case | Callback]:
        """What a person still has open, newest first, cases before callbacks."""

    async def save_feedback(self, feedback: NewFeedback) -> None: ...
    async def begin_survey(self, survey: NewSurvey) -> bool:
        """Whether it may be asked: once in a conversation, and seldom to the same person.

        When it may, it is noted as asked.
        """

    async def known_in(self, conversation: str) -> Contact | None:
        """Whoever left a number or an address in this conversation, the latest; else None."""

    def following(self) -> Crm:
        """The same books for one action, whose `outcome` is that action's."""

    async def outcome(self, patience: float) -> Outcome:
        """What became of what was written, `patience` seconds later at most."""
