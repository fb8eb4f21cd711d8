"""EspoCRM: cases, planned calls and leads, each found again by a field of our own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from actions.crm.embedded.values import key, moment, plain
from actions.crm.embedded.values import phone as as_phone
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallEnd,
    CallState,
    Case,
    Contact,
    CrmRefused,
    Kind,
    Lead,
    NewCallback,
    NewCase,
    NewContact,
    NewLead,
    Refusal,
)
from actions.crm.vendors import persons
from actions.crm.vendors.account import Account
from actions.crm.vendors.espocrm import records
from actions.crm.vendors.espocrm.api import Api, Row
from actions.crm.vendors.espocrm.lives import Lives
from actions.crm.vendors.espocrm.people import People
from actions.crm.vendors.lines import added, ended, lead_text


class EspoCrm:
    """Options: `field`, the external reference's; `user`, whose calendar callbacks go to."""

    def __init__(self, account: Account) -> None:
        self._api = Api(account)
        self._people = People(self._api)
        self._lives = Lives(self._api, self._people)
        self._slot = account.slot
        user = account.option("user", "")
        self._assigned = {"assignedUserId": user} if user else {}

    async def check(self) -> str:
        version = (await self._api.ask("GET", "/App/user"))["settings"].get("version", "")
        for entity in ("Case", "Call", "Lead"):
            await self._api.ready(entity)
        await self._api.ask("GET", "/Contact", params={"maxSize": "1", "select": "id"})
        return f"EspoCRM {version}".strip()

    async def close(self) -> None:
        await self._api.wire.close()

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        return await self._people.find_contacts(phone, email)

    async def save_contact(self, contact: NewContact) -> Contact:
        return await persons.saved(self._people, contact)

    async def open_case(self, case: NewCase) -> Case:
        person = await self.save_contact(case.contact)
        values = records.case_values(case, person.ref)
        made = records.case(
            await self._api.open("Case", case.external_ref, values), self._api.field
        )
        return replace(made, category=case.category)

    async def case(self, ref: str) -> Case | None:
        row = await self._api.one("Case", ref)
        return records.case(row, self._api.field) if row else None

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        """Notes take no field of ours: a mark at the end tells one that is there already."""
        if await self._api.one("Case", case_ref) is None:
            raise CrmRefused(Refusal.UNKNOWN)
        mark = f"(réf. {sha256(key(external_ref).encode()).hexdigest()[:16]})"
        if any(mark in str(one["post"]) for one in await self._lives.posts(case_ref)):
            return
        post = {"type": "Post", "parentType": "Case", "parentId": case_ref}
        await self._api.ask("POST", "/Note", json={**post, "post": f"{plain(text)}\n\n{mark}"})

    async def book_callback(self, callback: NewCallback) -> Callback:
        person = await self.save_contact(
            NewContact(callback.name, as_phone(callback.phone), "", callback.language)
        )
        values = {**records.call_values(callback, person.ref, self._slot), **self._assigned}
        row = await self._api.open("Call", callback.external_ref, values)
        booked = records.callback({**row, "contactsIds": [person.ref]}, self._api.field)
        if booked.status is CallbackStatus.CANCELLED:
            return await self._changed(booked, records.planned(callback.start, self._slot))
        return booked

    async def move_callback(self, ref: str, start: datetime, external_ref: str) -> Callback:
        key(external_ref)
        booked = await self._planned(ref)
        if booked.status is not CallbackStatus.BOOKED:
            raise CrmRefused(Refusal.NOT_OPEN)
        if booked.start != moment(start):
            booked = await self._changed(booked, records.planned(start, self._slot))
        return replace(booked, status=CallbackStatus.MOVED)

    async def cancel_callback(self, ref: str) -> Callback:
        booked = await self._planned(ref)
        if booked.status is CallbackStatus.DONE:
            raise CrmRefused(Refusal.NOT_OPEN)
        return await self._changed(booked, {"status": records.CANCELLED})

    async def callback_state(self, ref: str) -> CallState | None:
        row = await self._api.one("Call", ref)
        return records.call_state(row) if row else None

    async def close_callback(self, ref: str, end: CallEnd) -> None:
        row = await self._there("Call", ref)
        if row["status"] == records.PLANNED:
            status = "Held" if end in records.SPOKEN else records.CANCELLED
            said = added(str(row.get("description") or ""), ended(end))
            await self._api.change("Call", ref, {"status": status, "description": said})

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        entity = "Lead" if kind is Kind.LEAD else "Call"
        before = str((await self._there(entity, ref)).get("description") or "")
        if (after := added(before, line)) != before:
            await self._api.change(entity, ref, {"description": after})

    async def open_lead(self, lead: NewLead) -> Lead:
        person = await self.save_contact(lead.contact)
        values = {
            "lastName": persons.NOBODY,
            "status": "New",
            "description": lead_text(lead),
            **records.person_values(lead.contact),
        }
        row = await self._api.open("Lead", lead.external_ref, values)
        return records.lead(row, self._api.field, person.ref)

    async def erase(self, contact_ref: str) -> int:
        return await self._lives.erase(contact_ref)

    async def export(self, contact_ref: str) -> dict[str, object]:
        return await self._lives.export(contact_ref)

    async def _planned(self, ref: str) -> Callback:
        return records.callback(await self._there("Call", ref), self._api.field)

    async def _there(self, entity: str, ref: str) -> Row:
        row = await self._api.one(entity, ref)
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return row

    async def _changed(self, booked: Callback, values: dict[str, str]) -> Callback:
        row = await self._api.change("Call", booked.ref, values)
        return records.callback({**row, "contactsIds": [booked.contact]}, self._api.field)
