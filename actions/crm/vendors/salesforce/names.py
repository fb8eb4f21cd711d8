"""Contacts and leads as Salesforce has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.crm.embedded.values import plain
from actions.crm.port import Contact, Lead, NewContact, NewLead
from actions.crm.vendors.account import Account
from actions.crm.vendors.lines import interest, lead_text
from actions.crm.vendors.persons import NOBODY, e164, split_name
from actions.crm.vendors.phrases import from_iso, given_key

CONTACT = ("Id", "Name", "Email", "Phone", "MobilePhone")
LEAD = ("Id", "Name", "Email", "Phone", "Description", "Status", "CreatedDate")


def contact(row: Mapping[str, Any], wanted: str = "") -> Contact:
    """With the number that was looked for, where somebody has two."""
    name = "" if row["Name"] == NOBODY else str(row["Name"] or "")
    numbers = [str(number) for number in (row["MobilePhone"], row["Phone"]) if number]
    same = [number for number in numbers if wanted and e164(number) == e164(wanted)]
    return Contact(str(row["Id"]), name, [*same, *numbers, ""][0], str(row["Email"] or ""))


def contact_values(new: NewContact) -> dict[str, Any]:
    """Only what is known: an empty field would rub out what the company knows."""
    first, last = split_name(plain(new.name))
    given = {
        "FirstName": first[:40],
        "LastName": last[:80],
        "MobilePhone": new.phone,
        "Email": new.email.strip().lower(),
    }
    return {name: value for name, value in given.items() if value}


def lead_values(new: NewLead, account: Account) -> dict[str, Any]:
    """Salesforce demands a last name and a company of whoever is interested."""
    person = contact_values(new.contact)
    phone = person.pop("MobilePhone", None)
    return {
        "LastName": NOBODY,
        "Company": account.option("company", "Particulier"),
        "LeadSource": account.option("origin", "Web"),
        "Description": lead_text(new)[:32000],
        **person,
        **({"Phone": phone} if phone else {}),
    }


def lead(row: Mapping[str, Any], field: str) -> Lead:
    return Lead(
        ref=str(row["Id"]),
        external_ref=given_key(str(row.get(field) or "")),
        name=str(row["Name"] or ""),
        phone=str(row["Phone"] or ""),
        email=str(row["Email"] or ""),
        interest=interest(str(row["Description"] or "")),
        status=str(row["Status"] or ""),
        contact="",
        conversation="",
        created_at=from_iso(row["CreatedDate"]),
    )
