"""Request Tracker 5: tickets are cases, callbacks and leads; a requestor is a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.crm.embedded.values import key, moment, plain
from actions.crm.embedded.values import phone as as_phone
from actions.crm.port import (
    Callback,
    CallbackStatus,
    Case,
    Contact,
    CrmRefused,
    Lead,
    NewCallback,
    NewCase,
    NewContact,
    NewLead,
    Refusal,
)
from actions.crm.vendors import persons
from actions.crm.vendors.account import Account
from actions.crm.vendors.phrases import call_text
from actions.crm.vendors.request_tracker import records
from actions.crm.vendors.request_tracker.lives import Lives
from actions.crm.vendors.request_tracker.people import People
from actions.crm.vendors.request_tracker.records import GONE, PRIORITIES, Row, written
from actions.crm.vendors.request_tracker.rest import Rest

CANCELLED, OPEN = "rejected", "open"
LONGEST_SUBJECT = 200


class RequestTracker:
    """Options: `queue`, `callback_queue`, `lead_queue`, and `field`, the external reference's."""

    def __init__(self, account: Account) -> None:
        self._rest = Rest(account)
        self._people = People(self._rest)
        self._slot = account.slot
        self._queue = account.option("queue", "Support")
        self._callbacks = account.option("callback_queue", "Callbacks")
        self._leads = account.option("lead_queue", "Leads")
        self._lives = Lives(self._rest, self._people, self._callbacks, self._leads, self._slot)

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
        opened = await self._opened(
            self._queue,
            case.external_ref,
            case.contact,
            case.subject,
            Content=plain(case.description),
            Priority=PRIORITIES[case.priority],
            **({"Due": written(case.due)} if case.due else {}),
        )
        made = self._case(opened)
        return replace(made, description=case.description, category=case.category)

    async def case(self, ref: str) -> Case | None:
        ticket = await self._rest.ticket(ref)
        return self._case(ticket) if ticket and ticket["Status"] != GONE else None

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        ticket = await self._rest.ticket(case_ref)
        if ticket is None:
            raise CrmRefused(Refusal.UNKNOWN)
        if ticket["Status"] != GONE:
            await self._rest.note(case_ref, text, external_ref)

    async def book_callback(self, callback: NewCallback) -> Callback:
        person = NewContact(callback.name, as_phone(callback.phone), "", callback.language)
        ticket = await self._opened(
            self._callbacks,
            callback.external_ref,
            person,
            callback.reason,
            Content=call_text(callback),
            **self._times(callback.start),
        )
        booked = self._callback(ticket)
        if booked.status is CallbackStatus.CANCELLED:
            values = {"Status": OPEN, **self._times(callback.start)}
            booked = self._callback(await self._rest.change(booked.ref, **values))
        return replace(booked, phone=callback.phone, queue=callback.queue)

    async def move_callback(self, ref: str, start: datetime, external_ref: str) -> Callback:
        key(external_ref)
        booked = await self._planned(ref)
        if booked.status not in (CallbackStatus.BOOKED, CallbackStatus.MOVED):
            raise CrmRefused(Refusal.NOT_OPEN)
        if booked.start != moment(start):
            booked = self._callback(await self._rest.change(ref, **self._times(start)))
        return replace(booked, status=CallbackStatus.MOVED)

    async def cancel_callback(self, ref: str) -> Callback:
        booked = await self._planned(ref)
        if booked.status is CallbackStatus.DONE:
            raise CrmRefused(Refusal.NOT_OPEN)
        if booked.status is CallbackStatus.CANCELLED:
            return booked
        return self._callback(await self._rest.change(ref, Status=CANCELLED))

    async def open_lead(self, lead: NewLead) -> Lead:
        said = plain(lead.interest)
        ticket = await self._opened(
            self._leads, lead.external_ref, lead.contact, said, Content=said
        )
        return records.lead(ticket, self._rest.field)

    async def erase(self, contact_ref: str) -> int:
        return await self._lives.erase(contact_ref)

    async def export(self, contact_ref: str) -> dict[str, object]:
        return await self._lives.export(contact_ref)

    async def _opened(
        self, queue: str, reference: str, person: NewContact, subject: str, **values: Any
    ) -> Row:
        """The ticket of that reference, made if there is none."""
        await self._rest.ready(queue)
        if known := await self._rest.known(key(reference)):
            return known
        values["Requestor"] = (await self.save_contact(person)).ref
        values["Subject"] = " ".join(plain(subject).split())[:LONGEST_SUBJECT]
        return await self._rest.open(queue, reference, **values)

    async def _planned(self, ref: str) -> Callback:
        ticket = await self._rest.ticket(ref)
        if ticket is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return self._callback(ticket)

    def _times(self, start: datetime) -> dict[str, str]:
        return {"Starts": written(start), "Due": written(start + self._slot)}

    def _case(self, ticket: Row) -> Case:
        return records.case(ticket, self._rest.field)

    def _callback(self, ticket: Row) -> Callback:
        return records.callback(ticket, self._rest.field, self._slot)
