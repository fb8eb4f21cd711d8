"""Request Tracker 5: tickets are cases, callbacks and leads; a requestor is a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.crm.embedded.values import plain
from actions.crm.port import (
    Callback,
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
from actions.crm.vendors.lines import lead_text
from actions.crm.vendors.request_tracker import records
from actions.crm.vendors.request_tracker.calls import Calls
from actions.crm.vendors.request_tracker.lives import Lives
from actions.crm.vendors.request_tracker.people import People
from actions.crm.vendors.request_tracker.records import GONE, PRIORITIES, written
from actions.crm.vendors.request_tracker.rest import Rest
from actions.crm.vendors.request_tracker.tickets import Tickets


class RequestTracker:
    """Options: `queue`, `callback_queue`, `lead_queue`, and `field`, the external reference's."""

    def __init__(self, account: Account) -> None:
        self._rest = Rest(account)
        self._people = People(self._rest)
        self._tickets = Tickets(self._rest, self._people)
        self._queue = account.option("queue", "Support")
        self._leads = account.option("lead_queue", "Leads")
        self._callbacks = account.option("callback_queue", "Callbacks")
        self._calls = Calls(self._tickets, self._callbacks, account.slot)
        self._lives = Lives(self._rest, self._people, self._callbacks, self._leads, account.slot)

    async def check(self) -> str:
        version = (await self._rest.wire.ask("GET", "/rt"))["Version"]
        for queue in dict.fromkeys((self._queue, self._callbacks, self._leads)):
            await self._rest.ready(queue)
        return f"Request Tracker {version}"

    async def close(self) -> None:
        await self._rest.wire.close()

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        return await self._people.find_contacts(phone, email)

    async def save_contact(self, contact: NewContact) -> Contact:
        return await persons.saved(self._people, contact)

    async def open_case(self, case: NewCase) -> Case:
        values = {"Content": plain(case.description), "Priority": PRIORITIES[case.priority]}
        due = {"Due": written(case.due)} if case.due else {}
        ticket = await self._tickets.opened(
            self._queue, case.external_ref, case.contact, case.subject, **values, **due
        )
        opened = records.case(ticket, self._rest.field)
        return replace(opened, description=case.description, category=case.category)

    async def case(self, ref: str) -> Case | None:
        ticket = await self._rest.ticket(ref)
        if ticket is None or ticket["Status"] == GONE:
            return None
        return records.case(ticket, self._rest.field)

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        ticket = await self._rest.ticket(case_ref)
        if ticket is None:
            raise CrmRefused(Refusal.UNKNOWN)
        if ticket["Status"] != GONE:
            await self._rest.note(case_ref, text, external_ref)

    async def book_callback(self, callback: NewCallback) -> Callback:
        return await self._calls.book(callback)

    async def move_callback(self, ref: str, start: datetime, external_ref: str) -> Callback:
        return await self._calls.move(ref, start, external_ref)

    async def cancel_callback(self, ref: str) -> Callback:
        return await self._calls.cancel(ref)

    async def callback_state(self, ref: str) -> CallState | None:
        return await self._calls.state(ref)

    async def close_callback(self, ref: str, end: CallEnd) -> None:
        await self._calls.close(ref, end)

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        ticket = await self._rest.ticket(ref)
        if ticket is None:
            raise CrmRefused(Refusal.UNKNOWN)
        if ticket["Status"] != GONE:
            await self._rest.remark(ref, line)

    async def open_lead(self, lead: NewLead) -> Lead:
        said = plain(lead.interest)
        ticket = await self._tickets.opened(
            self._leads, lead.external_ref, lead.contact, said, Content=lead_text(lead)
        )
        return records.lead(ticket, self._rest.field)

    async def erase(self, contact_ref: str) -> int:
        return await self._lives.erase(contact_ref)

    async def export(self, contact_ref: str) -> dict[str, object]:
        return await self._lives.export(contact_ref)
