"""What a company's endpoint may answer: any part of a record, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

import httpx

from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallState,
    Case,
    CaseStatus,
    Contact,
    CrmRefused,
    CrmUnavailable,
    Lead,
    NewCase,
    NewLead,
    Priority,
    Refusal,
)
from actions.crm.vendors.persons import person_key
from actions.crm.vendors.phrases import from_iso
from bot.clock import now, utc

Said = Mapping[str, Any]
Word = TypeVar("Word", bound=Enum)


def contact(said: Said) -> Contact:
    return Contact(
        ref=_text(said, "ref"),
        name=_text(said, "name"),
        phone=_text(said, "phone"),
        email=_text(said, "email"),
        language=_text(said, "language") or "fr",
    )


def contacts(said: Said) -> list[Contact]:
    listed = said.get("contacts")
    rows = listed if isinstance(listed, list) else []
    return [contact(one) for one in rows if isinstance(one, dict)]


def number(said: Said, name: str) -> int:
    told = said.get(name)
    return told if isinstance(told, int) else 0


def case(said: Said, new: NewCase) -> Case:
    """The case that was opened; what the endpoint does not tell is as we asked for it."""
    person = person_key(new.contact)
    made = case_alone({"ref": new.external_ref, **asdict(new), "contact": person, **said})
    return replace(made, external_ref=new.external_ref, due=new.due)


def case_alone(said: Said) -> Case:
    return Case(
        ref=_text(said, "ref"),
        external_ref=_text(said, "external_ref"),
        subject=_text(said, "subject"),
        description=_text(said, "description"),
        category=_text(said, "category") or "other",
        priority=_word(Priority, said.get("priority"), Priority.NORMAL),
        status=_word(CaseStatus, said.get("status"), CaseStatus.OPEN),
        contact=_text(said, "contact"),
        conversation=_text(said, "conversation"),
        created_at=_when(said, "created_at"),
    )


def callback(said: Said) -> Callback:
    start = _when(said, "start")
    return Callback(
        ref=_text(said, "ref"),
        external_ref=_text(said, "external_ref"),
        phone=_text(said, "phone"),
        start=start,
        end=_when(said, "end") if said.get("end") else start,
        reason=_text(said, "reason"),
        queue=_text(said, "queue"),
        language=_text(said, "language") or "fr",
        status=_word(CallbackStatus, said.get("status"), CallbackStatus.BOOKED),
        contact=_text(said, "contact"),
        conversation=_text(said, "conversation"),
        created_at=_when(said, "created_at"),
    )


def call_state(said: Said) -> CallState | None:
    """None where the endpoint says nothing that we understand; one that moved is booked."""
    words = {one.value: one for one in CallbackStatus}
    status = words.get(_text(said, "status"))
    try:
        start = from_iso(_text(said, "start")) if said.get("start") else None
    except ValueError:
        return None
    if status is None:
        return None
    return CallState(CallbackStatus.BOOKED if status is CallbackStatus.MOVED else status, start)


def lead(said: Said, new: NewLead) -> Lead:
    person = new.contact
    return Lead(
        ref=_text(said, "ref") or new.external_ref,
        external_ref=new.external_ref,
        name=person.name,
        phone=person.phone,
        email=person.email,
        interest=new.interest,
        status=_text(said, "status") or "new",
        contact=_text(said, "contact") or person_key(person),
        conversation=new.conversation,
        created_at=_when(said, "created_at"),
    )


def refusal(response: httpx.Response) -> CrmRefused | None:
    """With the reason that the endpoint gives, when it is one of ours."""
    try:
        said = response.json()
        return CrmRefused(Refusal(said["reason"]), f"HTTP {response.status_code}")
    except (ValueError, KeyError, TypeError):
        return None


def _text(said: Said, name: str) -> str:
    return str(said.get(name) or "")


def _word(words: type[Word], said: Any, default: Word) -> Word:
    try:
        return words(said)
    except ValueError:
        return default


def _when(said: Said, name: str) -> datetime:
    if not said.get(name):
        return utc(now())
    try:
        return from_iso(str(said[name]))
    except ValueError:
        raise CrmUnavailable(f"{name} is no moment") from None
