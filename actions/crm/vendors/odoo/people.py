"""People as Odoo knows them: partners, found by number or address and looked at again."""

from __future__ import annotations

from collections.abc import Sequence

from actions.crm.embedded.values import email as as_email
from actions.crm.embedded.values import phone as as_phone
from actions.crm.port import Contact, NewContact
from actions.crm.vendors import persons
from actions.crm.vendors.odoo.models import Models, Row
from actions.crm.vendors.odoo.records import PARTNER, contact, partner_values


class People:
    def __init__(self, models: Models) -> None:
        self._models = models

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        found: list[Row] = []
        if phone:
            found += await self._same("phone_sanitized", "=", as_phone(phone))
        if email:
            found += await self._same("email", "=ilike", as_email(email))
        return persons.matching([contact(row) for row in found], phone, email)

    async def add_contact(self, new: NewContact) -> Contact:
        values = {"name": persons.NOBODY, **partner_values(new)}
        return await self._now(await self._models.create("res.partner", values))

    async def complete_contact(self, known: Contact, gaps: NewContact) -> Contact:
        await self._models.write("res.partner", known.ref, **partner_values(gaps))
        return await self._now(known.ref)

    async def row(self, ref: str) -> Row | None:
        return await self._models.one("res.partner", ref, PARTNER)

    async def _now(self, ref: str) -> Contact:
        row = await self.row(ref)
        return contact(row) if row else Contact(ref)

    async def _same(self, field: str, operator: str, value: str) -> list[Row]:
        domain = [[field, operator, value]]
        return await self._models.search("res.partner", domain, PARTNER, archived=False)
