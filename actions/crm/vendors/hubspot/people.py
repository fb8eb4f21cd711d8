"""People at HubSpot: how they are found, made and completed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from actions.crm.embedded.values import plain
from actions.crm.port import Contact, CrmRefused, NewContact, Refusal
from actions.crm.vendors.hubspot.objects import Objects
from actions.crm.vendors.hubspot.records import said
from actions.crm.vendors.persons import NOBODY, e164, matching, person_key, split_name
from actions.fields.numbering import as_dialled, national, typed_phone

NAMES = (
    "firstname", "lastname", "email", "hs_additional_emails", "phone", "mobilephone",
    "hs_language",
)  # fmt: skip


class People:
    """A `Directory`."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        """An address and our key are read; other numbers are searched, which shows them later."""
        rows: list[Any] = []
        if email:
            rows.append(await self._objects.one("contacts", email.strip().lower(), NAMES, "email"))
        if phone:
            rows.append(await self._objects.ours("contacts", _key(phone), NAMES))
            rows += await self._objects.search("contacts", _ways(phone), NAMES)
        found = [contact(row, phone, email) for row in rows if row is not None]
        return matching(found, phone, email)

    async def add_contact(self, new: NewContact) -> Contact:
        """With our key, unless somebody has it whom that number left since."""
        values = {"lastname": NOBODY, **contact_values(new)}  # an address or a name is demanded
        if await self._objects.ours("contacts", person_key(new), []) is None:
            values[self._objects.field] = person_key(new)
        try:
            made = await self._objects.ask(
                "POST", "/crm/v3/objects/contacts", json={"properties": values}
            )
        except CrmRefused as refused:
            meanwhile = await self.find_contacts(new.phone, new.email)
            if refused.reason is Refusal.CONFLICT and meanwhile:
                return meanwhile[0]
            raise
        return await self._contact(str(made["id"]), new)

    async def complete_contact(self, known: Contact, gaps: NewContact) -> Contact:
        await self._objects.change("contacts", known.ref, contact_values(gaps))
        return await self._contact(known.ref, gaps)

    async def _contact(self, ref: str, like: NewContact) -> Contact:
        row = await self._objects.one("contacts", ref, NAMES)
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return contact(row, like.phone, like.email)


def contact(row: Mapping[str, Any], phone: str = "", email: str = "") -> Contact:
    """With the number and the address that were looked for, where somebody has several."""
    numbers = [number for number in (said(row, "phone"), said(row, "mobilephone")) if number]
    same = [number for number in numbers if phone and e164(number) == e164(phone)]
    name = f"{said(row, 'firstname')} {said(row, 'lastname')}".strip()
    wanted, more = email.strip().lower(), said(row, "hs_additional_emails").lower().split(";")
    return Contact(
        ref=str(row["id"]),
        name="" if name == NOBODY else name,
        phone=[*same, *numbers, ""][0],
        email=wanted if wanted and wanted in more else said(row, "email"),
        language=said(row, "hs_language")[:2] or "fr",
    )


def contact_values(new: NewContact) -> dict[str, str]:
    """Only what is known: an empty property would rub out what the company knows."""
    first, last = split_name(plain(new.name))
    given = {
        "firstname": first,
        "lastname": last,
        "phone": new.phone,
        "email": new.email.strip().lower(),
        "hs_language": new.language,
    }
    return {name: value for name, value in given.items() if value}


def _key(phone: str) -> str:
    return person_key(NewContact(phone=phone))


def _ways(phone: str) -> list[dict[str, Any]]:
    """HubSpot keeps each number without its country too, to be searched by."""
    bare = [national(phone), f"0{national(phone)}"]
    written = sorted({phone, as_dialled(phone), typed_phone(phone)})
    return [
        {"propertyName": name, "operator": "IN", "values": values}
        for name, values in (
            ("hs_searchable_calculated_phone_number", bare),
            ("hs_searchable_calculated_mobile_number", bare),
            ("phone", written),
            ("mobilephone", written),
        )
    ]
