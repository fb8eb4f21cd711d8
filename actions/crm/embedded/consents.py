"""What people agreed to: kept with what they asked for, as the proof that the law wants.

Telephone prospecting of consumers needs consent in France, which the caller must be able to show
(Code de la consommation, L. 223-1).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from actions.crm.calls import Consent, GivenConsent, Purpose
from actions.crm.embedded import values
from actions.crm.embedded.tables import consents
from actions.crm.embedded.transactions import Unit
from actions.crm.records import Kind

Tell = Callable[[Unit, Kind, str], object]


def unheard(unit: Unit, kind: Kind, ref: str) -> None:
    """For what nobody else need hear of."""


def read(row: Any) -> GivenConsent:
    held = {one.name: row[one.name] for one in fields(GivenConsent)}
    return GivenConsent(**{**held, "purpose": Purpose(row["purpose"])})


def keep(
    unit: Unit,
    given: Consent | None,
    external_ref: str,
    record: Any,
    email: str = "",
    tell: Tell = unheard,
) -> None:
    """Once for each request; `record` is the row of the callback or lead.

    The first consent is told of with its record, a later one of the same record by itself.
    """
    if given is None or unit.one(consents, consents.c.external_ref == external_ref) is not None:
        return
    another = unit.one(consents, consents.c.record == record["ref"]) is not None
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
    if another:
        tell(unit, Kind.CONSENT, external_ref)


def withdraw(unit: Unit, *where: Any, tell: Tell = unheard) -> int:
    """Those that still hold; how many."""
    held = (consents.c.withdrawn_at.is_(None), *where)
    found = select(consents.c.external_ref).where(*held).order_by(consents.c.position)
    keys = unit.connection.execute(found).scalars().all()
    unit.connection.execute(consents.update().where(*held).values(withdrawn_at=unit.now))
    for key in keys:
        tell(unit, Kind.CONSENT, key)
    return len(keys)


def withdraw_of(unit: Unit, phone: str, tell: Tell) -> int:
    """Whatever was agreed to for a number."""
    return withdraw(unit, consents.c.phone == values.phone(phone), tell=tell)


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
