"""HubSpot: contacts, tickets, tasks for calls, and deals, each once by a unique property."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from actions.crm.embedded.values import plain
from actions.crm.port import (
    Case,
    Contact,
    CrmRefused,
    Lead,
    NewCase,
    NewContact,
    NewLead,
    Refusal,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.hubspot import lives, records
from actions.crm.vendors.hubspot.calls import Calls
from actions.crm.vendors.hubspot.objects import Objects
from actions.crm.vendors.hubspot.people import People
from actions.crm.vendors.persons import saved
from actions.crm.vendors.phrases import in_utc, is_id, safe_key
from bot.clock import now

KINDS = ("contacts", "tickets", "tasks", "deals", "notes")


class HubSpot:
    """A `RemoteCrm`. References are HubSpot's record ids."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._objects = Objects(account)
        self._people = People(self._objects)
        self._lives = lives.Lives(self._objects)
        calls = Calls(self._objects, self._people, account)
        self.find_contacts = self._people.find_contacts
        self.book_callback = calls.book
        self.move_callback = calls.move
        self.cancel_callback = calls.cancel
        self.callback_state = calls.state
        self.close_callback = calls.close
        self.remark = calls.remark
        self.close = self._objects.close

    async def check(self) -> str:
        """Also raises where the property of our keys is missing, or is not unique."""
        field = self._objects.field
        for kind in KINDS:
            try:
                described = await self._objects.ask("GET", f"/crm/v3/properties/{kind}/{field}")
            except CrmRefused:
                raise CrmRefused(Refusal.INVALID, f"{kind}.{field}: no such property") from None
            if not described.get("hasUniqueValue"):
                raise CrmRefused(Refusal.INVALID, f"{kind}.{field}: its values are not unique")
        return "HubSpot, CRM API v3"

    async def save_contact(self, contact: NewContact) -> Contact:
        return await saved(self._people, contact)

    async def open_case(self, case: NewCase) -> Case:
        key = safe_key(case.external_ref)
        row = await self._objects.ours("tickets", key, records.TICKET)
        if row is None:
            contact = await self.save_contact(case.contact)
            values = records.ticket_values(case, self._account)
            row = await self._made("tickets", key, values, ("contacts", contact.ref))
        made = records.case(row, self._objects.field, self._account)
        return replace(made, category=case.category, conversation=case.conversation)

    async def case(self, ref: str) -> Case | None:
        row = await self._ticket(ref)
        return None if row is None else records.case(row, self._objects.field, self._account)

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        key = safe_key(external_ref)
        if await self._ticket(case_ref) is None:
            raise CrmRefused(Refusal.UNKNOWN)
        if await self._objects.ours("notes", key, []) is None:
            body = escape(plain(text), quote=False).replace("\n", "<br>")  # a note is HTML
            values = {"hs_note_body": body[:65000], "hs_timestamp": in_utc(now())}
            await self._objects.made("notes", key, values, ("tickets", case_ref))

    async def open_lead(self, lead: NewLead) -> Lead:
        """A deal: HubSpot's own leads need a seat of its sales product."""
        key = safe_key(lead.external_ref)
        contact = await self.save_contact(lead.contact)
        row = await self._objects.ours("deals", key, records.DEAL)
        if row is None:
            values = records.deal_values(lead, self._account)
            row = await self._made("deals", key, values, ("contacts", contact.ref))
        made = records.lead(row, self._objects.field)
        return replace(
            made,
            name=contact.name,
            phone=contact.phone,
            email=contact.email,
            conversation=lead.conversation,
        )

    async def erase(self, contact_ref: str) -> int:
        held = await self._lives.held(contact_ref)
        return 0 if held is None else await self._lives.forget(held)

    async def export(self, contact_ref: str) -> dict[str, object]:
        held = await self._lives.held(contact_ref)
        return {} if held is None else lives.exported(held, self._objects.field, self._account)

    async def _ticket(self, ref: str) -> Any:
        return await self._objects.one("tickets", ref, records.TICKET) if is_id(ref) else None

    async def _made(self, kind: str, key: str, values: dict[str, str], to: tuple[str, str]) -> Any:
        names = {"tickets": records.TICKET, "deals": records.DEAL}[kind]
        row = await self._objects.one(kind, await self._objects.made(kind, key, values, to), names)
        if row is None:
            raise CrmRefused(Refusal.CONFLICT, "made and gone")
        return row
