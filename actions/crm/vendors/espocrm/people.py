"""People as EspoCRM knows them: found by one of their numbers or addresses, and looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from actions.crm.embedded.values import email as as_email
from actions.crm.embedded.values import phone as as_phone
from actions.crm.port import Contact, NewContact
from actions.crm.vendors import persons
from actions.crm.vendors.espocrm.api import Api, Row, went_well
from actions.crm.vendors.espocrm.records import contact, person_values
from actions.crm.vendors.wire import parsed

SKIP = {"X-Skip-Duplicate-Check": "true"}


class People:
    """Contacts; the leads of somebody have the same number or address."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        rows = await self.rows("Contact", phone, email)
        return persons.matching([contact(row) for row in rows], phone, email)

    async def rows(self, entity: str, phone: str, email: str) -> list[Row]:
        """Contacts or leads, with the number and address that were asked for."""
        found: dict[str, Row] = {}
        for field, value in (
            ("phoneNumber", phone and as_phone(phone)),
            ("emailAddress", email and as_email(email)),
        ):
            for row in await self._api.several(entity, field, value) if value else []:
                whole = await self._whole(entity, row, phone, email)
                if persons.matching([contact(whole)], phone, email):
                    found[str(row["id"])] = whole
        return list(found.values())

    async def _whole(self, entity: str, row: Row, phone: str, email: str) -> Row:
        """A list shows the first number and address only; the others are in the record."""
        if persons.matching([contact(row)], phone, email):
            return row
        record = await self._api.one(entity, str(row["id"])) or row
        numbers = [one["phoneNumber"] for one in record.get("phoneNumberData") or ()]
        addresses = [one["emailAddress"] for one in record.get("emailAddressData") or ()]
        also = {
            "phoneNumber": phone if phone in numbers else row.get("phoneNumber"),
            "emailAddress": email if email in addresses else row.get("emailAddress"),
        }
        return {**row, **also}

    async def add_contact(self, new: NewContact) -> Contact:
        """A namesake is somebody else, whatever EspoCRM's check of duplicates thinks."""
        values = {"lastName": persons.NOBODY, **person_values(new)}
        response = await self._api.wire.answer("POST", "/Contact", json=values)
        if response.status_code == 409:
            rows = parsed(response)
            alike = [contact(row) for row in rows] if isinstance(rows, list) else []
            if same := persons.matching(alike, new.phone, new.email):
                return same[0]
            return contact(await self._api.ask("POST", "/Contact", json=values, headers=SKIP))
        return contact(parsed(went_well(response)))

    async def complete_contact(self, known: Contact, gaps: NewContact) -> Contact:
        changed = contact(await self._api.change("Contact", known.ref, person_values(gaps)))
        return replace(changed, phone=known.phone or changed.phone)
