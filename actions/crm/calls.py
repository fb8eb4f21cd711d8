"""Calls to customers: what allowed them, and how each ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from hashlib import sha256


class CallOutcome(str, Enum):
    """How a call ended."""

    REACHED = "reached"
    ANSWERPHONE = "answerphone"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"


class CallEnd(str, Enum):
    """How a callback ended, as another CRM is told: nobody could be reached, or nobody called."""

    REACHED = "reached"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    EXPIRED = "expired"


class Purpose(str, Enum):
    """What somebody agreed to be called for."""

    CALLBACK = "callback"
    PROSPECTING = "prospecting"


@dataclass(frozen=True)
class Consent:
    """What somebody said yes to: the words that were put to them, and how.

    `wording` names these words: the same words have the same name. `text` has no value of the
    person's in it. `given_at` is None while it is being given.
    """

    purpose: Purpose
    channel: str
    wording: str
    text: str
    language: str = "fr"
    given_at: datetime | None = None

    @classmethod
    def to(cls, purpose: Purpose, channel: str, text: str, language: str) -> Consent:
        """Consent to these words."""
        return cls(purpose, channel, sha256(text.encode()).hexdigest()[:12], text, language)


@dataclass(frozen=True)
class GivenConsent:
    """A consent as it is kept; `record` is the callback or lead that it came with."""

    contact: str
    phone: str
    email: str
    purpose: Purpose
    channel: str
    wording: str
    text: str
    language: str
    record: str
    conversation: str
    created_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class NewAttempt:
    """A call that was made. The same `external_ref` is the same call; empty: another one."""

    outcome: CallOutcome
    text: str = ""
    who: str = ""
    external_ref: str = ""


@dataclass(frozen=True)
class Attempt:
    """`outcome` is a `CallOutcome`; or `expired`: nobody called in time; or `elsewhere`: the
    company's own CRM says that the call was made."""

    callback: str
    outcome: str
    phone: str
    text: str
    who: str
    created_at: datetime
