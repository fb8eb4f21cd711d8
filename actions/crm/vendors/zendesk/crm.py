"""Zendesk: users, and tickets that are cases, calls or leads, each once by its external id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from actions.crm.embedded.values import plain
from actions.crm.port import (
    Case,
    Contact,
    CrmRefused,
    CrmUnavailable,
    Kind,
    Lead,
    NewCase,
    NewContact,
    NewLead,
    Refusal,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.persons import saved
from actions.crm.vendors.phrases import exported_person, safe_key
from actions.crm.vendors.zendesk import records
from actions.crm.vendors.zendesk.calls import Calls
from actions.crm.vendors.zendesk.desk import Desk
from actions.crm.vendors.zendesk.people import People, contact


class Zendesk:
    """A `RemoteCrm`. References are the numbers of tickets, and of users."""

    def __init__(self, account: Account) -> None:
        self._desk = Desk(account)
        self._people = People(self._desk)
        self._calls = Calls(self._desk, self._people, account)
        self.find_contacts = self._people.find_contacts
        self.book_callback = self._calls.book
        self.move_callback = self._calls.move
        self.cancel_callback = self._calls.cancel
        self.callback_state = self._calls.state
        self.close_callback = self._calls.close
        self.close = self._desk.close

    async def check(self) -> str:
        """Also raises for somebody who is no agent: they see their own tickets alone."""
        me = (await self._desk.ask("GET", "/users/me"))["user"]
        if me.get("role") not in ("agent", "admin"):
            raise CrmUnavailable("no agent", locked_out=True)
        return f"Zendesk, API v2, as {me['role']}"

    async def save_contact(self, contact: NewContact) -> Contact:
        return await saved(self._people, contact)

    async def open_case(self, case: NewCase) -> Case:
        key = safe_key(case.external_ref)
        row = await self._desk.ours(key)
        if row is None:
            person = await self.save_contact(case.contact)
            row = await self._desk.made(key, records.case_values(case, person.ref))
        made = records.case(row)
        return replace(made, category=case.category, conversation=case.conversation)

    async def case(self, ref: str) -> Case | None:
        row = await self._desk.one("tickets", ref)
        return None if row is None else records.case(row)

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        """An internal comment; the key goes into the change's metadata, which nobody reads."""
        key, row = safe_key(external_ref), await self._desk.one("tickets", case_ref)
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        changes = await self._desk.all(f"/tickets/{case_ref}/audits", "audits")
        if not any(_key_of(one) == key for one in changes):
            comment = {"body": plain(text)[:60000], "public": False}
            body = {"ticket": {"comment": comment, "metadata": {"guichet": key}}}
            await self._desk.ask("PUT", f"/tickets/{case_ref}", json=body)

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        """As a note is: a ticket's text does not change."""
        await self.add_note(ref, line, sha256(line.encode()).hexdigest())

    async def open_lead(self, lead: NewLead) -> Lead:
        """A ticket with a tag: Zendesk's leads are another product."""
        key = safe_key(lead.external_ref)
        person = await self.save_contact(lead.contact)
        row = await self._desk.ours(key)
        if row is None:
            row = await self._desk.made(key, records.lead_values(lead, person.ref))
        return replace(records.lead(row, person), conversation=lead.conversation)

    async def erase(self, contact_ref: str) -> int:
        """Tickets go with everything in them, then the user; nothing of it comes back."""
        user = await self._desk.one("users", contact_ref)
        if user is None:
            return 0
        if user.get("active") is False:
            return await self._gone(f"/deleted_users/{contact_ref}")
        tickets = await self._tickets(contact_ref)
        for row in tickets:
            await self._gone(f"/tickets/{row['id']}")
            await self._gone(f"/deleted_tickets/{row['id']}")
        await self._gone(f"/users/{contact_ref}")
        await self._gone(f"/deleted_users/{contact_ref}")
        return 1 + len(tickets)

    async def export(self, contact_ref: str) -> dict[str, object]:
        user = await self._desk.one("users", contact_ref)
        if user is None or user.get("active") is False:
            return {}
        person, tickets = contact(user), await self._tickets(contact_ref)
        calls = [row for row in tickets if records.CALL in row["tags"]]
        leads = [row for row in tickets if records.LEAD in row["tags"]]
        return exported_person(
            person,
            [records.case(row) for row in tickets if row not in calls and row not in leads],
            [self._calls.read(row) for row in calls],
            [records.lead(row, person) for row in leads],
            [note for row in tickets for note in await self._notes(str(row["id"]))],
        )

    async def _tickets(self, user: str) -> list[Any]:
        return await self._desk.all(f"/users/{user}/tickets/requested", "tickets")

    async def _notes(self, ticket: str) -> list[dict[str, str]]:
        told = await self._desk.all(f"/tickets/{ticket}/comments", "comments")
        return [
            {"case": ticket, "text": str(one["body"]), "created_at": str(one["created_at"])}
            for one in told
            if not one["public"]
        ]

    async def _gone(self, path: str) -> int:
        """One record less; what is gone already is no failure."""
        try:
            await self._desk.ask("DELETE", path)
        except CrmRefused as refused:
            if refused.reason is not Refusal.UNKNOWN:
                raise
            return 0
        return 1


def _key_of(change: Mapping[str, Any]) -> str:
    return str((change.get("metadata", {}).get("custom") or {}).get("guichet", ""))
