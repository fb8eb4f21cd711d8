"""What people agreed to: kept with what they asked for, as the proof that the law wants.

Telephone prospecting of consumers needs consent in France, which the caller must be able to show
(Code de la consommation, L. 223-1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from actions.crm.calls import Consent, GivenConsent, Purpose
from actions.crm.embedded import values
from actions.crm.embedded.tables import consents
from actions.crm.embedded.transactions import Unit


def read(row: Any) -> GivenConsent:
    held = {one.name: row[one.name] for one in fields(GivenConsent)}
    return GivenConsent(**{**held, "purpose": Purpose(row["purpose"])})


def keep(
    unit: Unit, given: Consent | None, external_ref: str, record: Any, email: str = ""
) -> None:
    """Once for each request; `record` is the row of the callback or lead."""
    if given is None or unit.one(consents, consents.c.external_ref == external_ref) is not None:
        return
    unit.insert(
        consents,
        external_ref=external_ref,
        contact=record["contact"],
        record=record["ref"],
        purpose=given.purpose.value,
        phone=record["phone"],
        email=email,
        channel=given.channel,
        wording=given.wording,
        text=values.plain(given.text),
        language=given.language,
        conversation=record["conversation"],
    )


def withdraw(unit: Unit, *where: Any) -> int:
    """Those that still hold; how many."""
    held = consents.update().where(consents.c.withdrawn_at.is_(None), *where)
    return int(unit.connection.execute(held.values(withdrawn_at=unit.now)).rowcount)


def withdraw_of(unit: Unit, phone: str) -> int:
    """Whatever was agreed to for a number."""
    return withdraw(unit, consents.c.phone == values.phone(phone))


def listed(unit: Unit, phone: str = "", contact: str = "") -> Sequence[GivenConsent]:
    """Those of a number or of a contact, newest first, at most 200."""
    wanted = []
    if phone:
        wanted.append(consents.c.phone == values.phone(phone))
    if contact:
        wanted.append(consents.c.contact == contact.upper())
    found = select(consents).where(*wanted).order_by(consents.c.position.desc()).limit(200)
    return tuple(read(row) for row in unit.connection.execute(found).mappings())


def may_prospect(unit: Unit, contact: str) -> bool:
    """Whether a person's consent to be called about offers still holds."""
    held = (consents.c.contact == contact, consents.c.purpose == Purpose.PROSPECTING.value)
    return unit.one(consents, *held, consents.c.withdrawn_at.is_(None)) is not None
