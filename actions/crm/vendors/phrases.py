"""What we write into a company's CRM and read back from it: keys, moments, a call's particulars."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timezone
from hashlib import sha256
from typing import Any
from urllib.parse import quote, unquote

from actions.crm.embedded.values import key, moment, plain
from actions.crm.port import Callback, Case, Contact, Lead, NewCallback
from actions.crm.vendors.lines import agreed
from bot.clock import PARIS

_LABELS = {"reason": "Motif", "phone": "Téléphone", "queue": "File", "language": "Langue"}
LONGEST_KEY = 250


def safe_key(external_ref: str) -> str:
    """A key that may stand in a path and in a query: what may not is written `=2E`.

    One that this makes too long for a vendor's field is told by its digest.
    """
    quoted = quote(key(external_ref), safe=":@+").replace(".", "%2E").replace("%", "=")
    return quoted if len(quoted) <= LONGEST_KEY else "k-" + sha256(quoted.encode()).hexdigest()


def given_key(safe: str) -> str:
    """What `safe_key` made a key of; a digest stays as it is."""
    return unquote(safe.replace("=", "%"))


def is_id(ref: str) -> bool:
    """Whether a reference is a number, as most vendors' are: no other ever reaches a path."""
    return ref.isascii() and ref.isdecimal()


def in_utc(when: datetime) -> str:
    """`2026-11-23T10:00:00Z`, of an aware moment."""
    return moment(when).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_iso(text: str) -> datetime:
    """A moment as vendors write it: with Z, +0000 or +00:00, with or without milliseconds."""
    written = re.sub(r"Z$", "+00:00", re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text))
    read = datetime.fromisoformat(written)
    return read.replace(tzinfo=timezone.utc) if read.tzinfo is None else read


def call_text(callback: NewCallback) -> str:
    """What the adviser reads before the call, a line for each particular and for the consent."""
    said = {name: " ".join(plain(getattr(callback, name)).split()) for name in _LABELS}
    lines = [f"{label} : {said[name]}" for name, label in _LABELS.items()]
    return "\n".join([*lines, agreed(callback.consent)] if callback.consent else lines)


def call_particulars(text: str) -> dict[str, str]:
    """The particulars of `call_text`; an empty one where somebody took the line away."""
    lines = dict(re.findall(r"^(\w+) : (.*)$", text, re.MULTILINE))
    return {name: str(lines.get(label, "")).strip() for name, label in _LABELS.items()}


def with_due(text: str, due: datetime | None, most: int) -> str:
    """A case's words, `most` letters at most, and a line of when it is due, where a vendor has no
    field for that."""
    line = f"\n\nÉchéance : {moment(due).astimezone(PARIS):%d/%m/%Y %H:%M} (Paris)" if due else ""
    return plain(text)[: most - len(line)] + line


def exported_person(
    person: Contact,
    cases: Iterable[Case],
    callbacks: Iterable[Callback],
    leads: Iterable[Lead],
    notes: Iterable[Mapping[str, str]],
) -> dict[str, object]:
    """Everything of one person, ready for JSON."""
    return {
        "contact": _told(person),
        "cases": [_told(one) for one in cases],
        "callbacks": [_told(one) for one in callbacks],
        "leads": [_told(one) for one in leads],
        "notes": [dict(one) for one in notes],
    }


def _told(record: Any) -> dict[str, Any]:
    held = asdict(record).items()
    return {name: in_utc(one) if isinstance(one, datetime) else one for name, one in held}
