"""Leads: people whom an offer interests."""

from __future__ import annotations

from typing import Any

from actions.crm.embedded import consents, contacts, values
from actions.crm.embedded.tables import leads
from actions.crm.embedded.transactions import Unit
from actions.crm.port import Lead, NewLead

NEW = "new"


def read(row: Any) -> Lead:
    return Lead(
        ref=row["ref"],
        external_ref=row["external_ref"],
        name=row["name"],
        phone=row["phone"],
        email=row["email"],
        interest=row["interest"],
        status=row["status"],
        contact=row["contact"],
        conversation=row["conversation"],
        created_at=row["created_at"],
    )


def open_lead(unit: Unit, new: NewLead) -> Lead:
    """A new lead, or the one that this `external_ref` opened before."""
    phone, email = values.reachable(new.contact)
    unit.lock(f"lead:{values.key(new.external_ref)}", *contacts.keys(phone, email))
    known = unit.one(leads, leads.c.external_ref == new.external_ref)
    row = known or _insert(unit, new, phone, email)
    consents.keep(unit, new.consent, new.external_ref, row, email)
    return read(row)


def _insert(unit: Unit, new: NewLead, phone: str, email: str) -> Any:
    return unit.insert(
        leads,
        ref=unit.new_ref(leads, "L"),
        external_ref=new.external_ref,
        name=values.plain(new.contact.name),
        phone=phone,
        email=email,
        interest=values.plain(new.interest),
        status=NEW,
        contact=contacts.save(unit, new.contact).ref,
        conversation=new.conversation,
    )
