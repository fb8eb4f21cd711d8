"""Whether whoever asks for personal data is the person on record, as far as a desk can tell.

A right may not be refused for want of proof: the request is recorded either way, and tells the team
what is left to check. The visitor hears the same in both cases, so that nobody learns who is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from actions.crm.port import Contact, Crm
from actions.fields.words import fold
from actions.turn import Turn

ENOUGH = 2  # of a name, a number and an address
WORD = re.compile(r"[^\W\d_]+")


async def is_on_record(crm: Crm, turn: Turn) -> bool:
    """Two details of one contact were given, or a case's reference proved who speaks."""
    found = await _people(crm, turn.slots)
    proven = await _proven(crm, turn)
    return any(one.ref == proven or matching(turn.slots, one) >= ENOUGH for one in found)


def matching(slots: Mapping[str, Any], contact: Contact) -> int:
    """How many of the name, the number and the address are those of a contact."""
    given = _given(slots)
    same_name = bool(_words(contact.name)) and _words(slots.get("name")) == _words(contact.name)
    return (
        same_name
        + (bool(contact.phone) and contact.phone in given)
        + (bool(contact.email) and contact.email.casefold() in given)
    )


async def _people(crm: Crm, slots: Mapping[str, Any]) -> Iterable[Contact]:
    found: dict[str, Contact] = {}
    for given in sorted(_given(slots)):
        phone, email = (given, "") if given.startswith("+") else ("", given)
        found |= {one.ref: one for one in await crm.find_contacts(phone, email)}
    return found.values()


async def _proven(crm: Crm, turn: Turn) -> str:
    """The contact of a case whose reference was given; one opened just now proves nothing."""
    ref = turn.slots.get("proven_case")
    case = await crm.case(ref) if ref else None
    return case.contact if case and case.conversation != turn.sender else ""


def _given(slots: Mapping[str, Any]) -> set[str]:
    given = (slots.get(name) for name in ("contact", "phone", "email"))
    return {str(one).casefold() for one in given if one}


def _words(name: Any) -> list[str]:
    """«Durand Camille», "camille durand": the same words in any order, without accents."""
    return sorted(WORD.findall(fold(str(name or "")).casefold()))
