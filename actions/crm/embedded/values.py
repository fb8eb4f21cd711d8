"""What the CRM accepts as a telephone number, an e-mail address, a text, a key."""

from __future__ import annotations

import re
from datetime import datetime

from actions.crm.port import CrmRefused, NewContact, Refusal

E164 = re.compile(r"\+[1-9][0-9]{6,14}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LONGEST_EMAIL = 254
LONGEST_KEY = 200


def plain(text: str) -> str:
    """The text without what a database cannot hold: NUL, half a surrogate pair."""
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")


def key(text: str) -> str:
    """An idempotency key, as given."""
    return _if(0 < len(text) <= LONGEST_KEY and text == plain(text), text)


def phone(text: str) -> str:
    """A number in E.164, as given."""
    return _if(E164.fullmatch(text) is not None, text)


def email(text: str) -> str:
    """An address as we compare addresses: in lower case."""
    address = plain(text).strip().lower()
    return _if(len(address) <= LONGEST_EMAIL and EMAIL.fullmatch(address) is not None, address)


def moment(when: datetime) -> datetime:
    """An aware moment."""
    if when.tzinfo is None:
        raise CrmRefused(Refusal.INVALID)
    return when


def reachable(contact: NewContact) -> tuple[str, str]:
    """The phone and e-mail of someone who gave at least one; the other may be empty."""
    _if(bool(contact.phone or contact.email), "")
    return contact.phone and phone(contact.phone), contact.email and email(contact.email)


def _if(acceptable: bool, value: str) -> str:
    if not acceptable:
        raise CrmRefused(Refusal.INVALID)
    return value
