"""Salesforce: contacts, cases, tasks for calls, and leads, each once by a field of our own."""

from __future__ import annotations

from dataclasses import replace
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
from actions.crm.vendors.persons import saved
from actions.crm.vendors.phrases import exported_person, safe_key
from actions.crm.vendors.salesforce import lives, names, records
from actions.crm.vendors.salesforce.calls import Calls
from actions.crm.vendors.salesforce.org import ID, Org, quoted
from actions.crm.vendors.salesforce.people import People

KINDS = ("Contact", "Case", "Task", "Lead")


class Salesforce:
    """A `RemoteCrm`. A case's reference is its CaseNumber; the others are record ids."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._org = Org(account)
        self._people = People(self._org)
        self._waiting = account.option("waiting", "On Hold")
        self._calls = Calls(self._org, self._people, account)
        self._lives = lives.Lives(self._org)
        self.find_contacts = self._people.find_contacts
        self.book_callback = self._calls.book
        self.move_callback = self._calls.move
        self.cancel_callback = self._calls.cancel
        self.callback_state = self._calls.state
        self.close_callback = self._calls.close
        self.remark = self._calls.remark
        self.close = self._org.close

    async def check(self) -> str:
        """Also raises where the field of our keys is missing, or is no external id."""
        for kind in KINDS:
            described = await self._org.ask("GET", f"/sobjects/{kind}/describe")
            fields = {one["name"]: one for one in described["fields"]}
            if not fields.get(self._org.field, {}).get("externalId"):
                raise CrmRefused(Refusal.INVALID, f"{kind}.{self._org.field}: no external id")
        return f"Salesforce, API {self._org.version}"

    async def save_contact(self, contact: NewContact) -> Contact:
        return await saved(self._people, contact)

    async def open_case(self, case: NewCase) -> Case:
        key, fields = safe_key(case.external_ref), self._org.with_key(records.CASE)
        row = await self._org.lookup("Case", key, fields)
        if row is None:
            contact = await self.save_contact(case.contact)
            values = records.case_values(case, contact.ref, self._account)
            row = await self._org.made("Case", key, values, fields)
        made = records.case(row, self._org.field, self._waiting)
        return replace(made, category=case.category, conversation=case.conversation)

    async def case(self, ref: str) -> Case | None:
        row = await self._case_row(ref)
        return None if row is None else records.case(row, self._org.field, self._waiting)

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        """A comment has no field of our own: the key stands in its last line."""
        key, case = safe_key(external_ref), await self._case_row(case_ref)
        if case is None:
            raise CrmRefused(Refusal.UNKNOWN)
        last = f"\n[Guichet {key}]"
        known = await self._org.query(lives.comments_of([case["Id"]]))
        if not any(str(one["CommentBody"]).endswith(last) for one in known):
            body = {"ParentId": case["Id"], "CommentBody": plain(text)[: 4000 - len(last)] + last}
            await self._org.ask("POST", "/sobjects/CaseComment", json=body)

    async def open_lead(self, lead: NewLead) -> Lead:
        """The contact is made as well, so that one person's records are found together."""
        key, fields = safe_key(lead.external_ref), self._org.with_key(names.LEAD)
        contact = await self.save_contact(lead.contact)
        row = await self._org.lookup("Lead", key, fields)
        if row is None:
            row = await self._org.made("Lead", key, names.lead_values(lead, self._account), fields)
        made = names.lead(row, self._org.field)
        return replace(made, contact=contact.ref, conversation=lead.conversation)

    async def erase(self, contact_ref: str) -> int:
        held = await self._held(contact_ref)
        return 0 if held is None else await self._lives.forget(held, self._calls.cancelled)

    async def export(self, contact_ref: str) -> dict[str, object]:
        held = await self._held(contact_ref)
        if held is None:
            return {}
        cases = [records.case(row, self._org.field, self._waiting) for row in held.cases]
        calls = [self._calls.read(row) for row in held.tasks]
        leads = [names.lead(row, self._org.field) for row in held.leads]
        return exported_person(held.person, cases, calls, leads, lives.notes_of(held))

    async def _held(self, ref: str) -> lives.Held | None:
        return await self._lives.held(ref) if ID.fullmatch(ref) else None

    async def _case_row(self, ref: str) -> Any:
        fields = ", ".join(self._org.with_key(records.CASE))
        asked = f"SELECT {fields} FROM Case WHERE CaseNumber = {quoted(ref)} LIMIT 1"
        return next(iter(await self._org.query(asked)), None)
