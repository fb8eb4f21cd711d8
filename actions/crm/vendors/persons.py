"""Who in a company's CRM is the person that we mean: what the vendor matched is looked at again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from actions.crm.embedded.values import reachable
from actions.crm.port import Contact, NewContact
from actions.fields.numbering import dialled

NOBODY = "Inconnu"  # where a vendor demands a name and nobody gave one


class Directory(Protocol):
    """The three things that a vendor can do with people."""

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]: ...
    async def add_contact(self, new: NewContact) -> Contact: ...
    async def complete_contact(self, known: Contact, gaps: NewContact) -> Contact: ...


async def saved(directory: Directory, new: NewContact) -> Contact:
    """The person with that number, else that address, completed; else a new one."""
    phone, email = reachable(new)
    found = await directory.find_contacts(phone, email)
    known = _first(found, phone=phone) or _first(found, email=email)
    if known is None:
        return await directory.add_contact(new)
    gaps = _gaps(known, new, found)
    if not (gaps.name or gaps.phone or gaps.email):
        return known
    return await directory.complete_contact(known, gaps)


def matching(found: Iterable[Contact], phone: str = "", email: str = "") -> tuple[Contact, ...]:
    """Those who do have this number or this address, each once."""
    same = {one.ref: one for one in found if _has(one, phone, email)}
    return tuple(same.values())


def e164(written: str) -> str:
    """A number as a company wrote it down, in E.164; empty when it cannot be one."""
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", written))
    return dialled(digits, plus=written.strip().startswith("+"))[0] or ""


def person_key(new: NewContact) -> str:
    """One word for one person, so that two deliveries of them make one record."""
    known_by = new.phone or new.email.strip().lower()
    return "p-" + hashlib.sha256(known_by.encode()).hexdigest()[:40]


def split_name(name: str) -> tuple[str, str]:
    """First name and last name; somebody with one name has it as the last."""
    first, _, last = " ".join(name.split()).rpartition(" ")
    return first, last


def _has(one: Contact, phone: str, email: str) -> bool:
    by_phone = bool(phone) and e164(one.phone) == e164(phone)
    return by_phone or (bool(email) and one.email.strip().lower() == email.strip().lower())


def _first(found: Iterable[Contact], phone: str = "", email: str = "") -> Contact | None:
    return next(iter(matching(found, phone, email)), None)


def _gaps(known: Contact, new: NewContact, found: Iterable[Contact]) -> NewContact:
    """What is not known of somebody yet; an address that another has stays with the other."""
    another_has = any(one.ref != known.ref for one in matching(found, email=new.email))
    return NewContact(
        name="" if known.name else new.name,
        phone="" if known.phone else new.phone,
        email="" if known.email or another_has else new.email.strip().lower(),
        language=new.language,
    )
