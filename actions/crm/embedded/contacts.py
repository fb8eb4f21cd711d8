"""People, known by their telephone number or their e-mail address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from actions.crm.embedded import values
from actions.crm.embedded.tables import contacts
from actions.crm.embedded.transactions import Unit
from actions.crm.port import Contact, NewContact


def read(row: Any) -> Contact:
    return Contact(row["ref"], row["name"], row["phone"] or "", row["email"] or "", row["language"])


def by_ref(unit: Unit, ref: str) -> Contact | None:
    """Whoever this reference leads to: one that was joined to another leads there."""
    row = _kept(unit, unit.one(contacts, contacts.c.ref == values.plain(ref).upper()))
    return None if row is None else read(row)


def members(unit: Unit, ref: str) -> list[str]:
    """The references that are one person with this one, itself first."""
    joined = select(contacts.c.ref).where(contacts.c.merged_into == ref).order_by(contacts.c.ref)
    return [ref, *unit.connection.execute(joined).scalars()]


def find(unit: Unit, phone: str, email: str) -> Sequence[Contact]:
    """Whoever has this number or this address."""
    same = []
    if phone:
        same.append(contacts.c.phone == values.phone(phone))
    if email:
        same.append(contacts.c.email == values.email(email))
    if not same:
        return ()
    found = unit.connection.execute(select(contacts).where(or_(*same)).order_by(contacts.c.ref))
    kept = {row["ref"]: row for row in (_kept(unit, one) for one in found.mappings().all())}
    return tuple(read(row) for row in kept.values())


def keys(phone: str, email: str) -> list[str]:
    """What to lock before `save`."""
    return [f"person:{part}" for part in (phone, email) if part]


def save_alone(unit: Unit, new: NewContact) -> Contact:
    unit.lock(*keys(*values.reachable(new)))
    return save(unit, new)


def save(unit: Unit, new: NewContact) -> Contact:
    """The person with that number, else that address, else a new one.

    What is known of someone is completed, never replaced: saying a number proves nothing.
    """
    phone, email = values.reachable(new)
    by_phone = phone and unit.one(contacts, contacts.c.phone == phone)
    by_email = email and unit.one(contacts, contacts.c.email == email)
    known = _kept(unit, by_phone or by_email)
    if not known:
        return _insert(unit, new, phone, email)
    return _complete(unit, known, new, "" if by_phone else phone, "" if by_email else email)


def _kept(unit: Unit, row: Any) -> Any:
    """The row that a joined one leads to, at once: there is no second step."""
    joined = row and row["merged_into"]
    return unit.one(contacts, contacts.c.ref == joined) if joined else row


def _insert(unit: Unit, new: NewContact, phone: str, email: str) -> Contact:
    return read(
        unit.insert(
            contacts,
            ref=unit.new_ref(contacts, "C"),
            name=values.plain(new.name),
            phone=phone or None,
            email=email or None,
            language=new.language,
        )
    )


def _complete(unit: Unit, known: Any, new: NewContact, phone: str, email: str) -> Contact:
    completed = {
        "name": known["name"] or values.plain(new.name),
        "phone": known["phone"] or phone or None,
        "email": known["email"] or email or None,
        "language": new.language,
    }
    if all(known[name] == value for name, value in completed.items()):
        return read(known)
    return read(unit.update(contacts, known["ref"], **completed))
