"""Odoo: cases are tasks, callbacks meetings with an activity, leads opportunities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from html import escape

from actions.crm.embedded.values import key, plain
from actions.crm.embedded.values import phone as as_phone
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
from actions.crm.vendors.lines import agreed
from actions.crm.vendors.odoo import records
from actions.crm.vendors.odoo.calls import ACTIVITY, EVENT_MODEL, Calls
from actions.crm.vendors.odoo.lives import LEAD_MODEL, Lives
from actions.crm.vendors.odoo.models import Models
from actions.crm.vendors.odoo.people import People
from actions.crm.vendors.odoo.records import CASE, LEAD, PARTNER
from actions.crm.vendors.odoo.rpc import Rpc
from actions.crm.vendors.wire import Forbidden


class Odoo:
    """Options: `database`, `project` and `user` (numbers), `case_model`, `waiting` (a stage)."""

    def __init__(self, account: Account) -> None:
        self._rpc = Rpc(account)
        self._models = Models(self._rpc)
        self._people = People(self._models)
        self._cases = account.option("case_model", "project.task")
        self._project = account.option("project", "")
        self._waiting = account.option("waiting", "")
        self._calls = Calls(self._models, account.slot, account.option("user", ""))
        self._lives = Lives(self._models, self._people, self._calls, self._cases)

    async def check(self) -> str:
        """Reads a record of each model, with the fields that we need of it."""
        version = await self._rpc.version()
        needed = {
            "res.partner": PARTNER,
            self._cases: CASE,
            EVENT_MODEL: records.EVENT,
            LEAD_MODEL: LEAD,
            ACTIVITY: ("date_deadline",),
            "ir.model.data": ("name", "res_id"),
        }
        for model, fields in needed.items():
            try:
                await self._models.search(model, [["id", "=", 1]], fields)
            except CrmRefused as error:
                raise CrmRefused(error.reason, f"{error.detail}: {model}") from None
            except Forbidden as error:
                raise Forbidden(f"{error}: {model}") from None
        return f"Odoo {version}"

    async def close(self) -> None:
        await self._rpc.wire.close()

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        return await self._people.find_contacts(phone, email)

    async def save_contact(self, contact: NewContact) -> Contact:
        return await persons.saved(self._people, contact)

    async def open_case(self, case: NewCase) -> Case:
        ref = await self._models.known(self._cases, case.external_ref)
        if not ref:
            person = await self.save_contact(case.contact)
            values = records.case_values(case, person.ref, self._project)
            ref = await self._models.open(self._cases, case.external_ref, values)
        made = await self.case(ref)
        if made is None:
            raise CrmRefused(Refusal.CONFLICT, "a new task cannot be found")
        return replace(made, category=case.category)

    async def case(self, ref: str) -> Case | None:
        row = await self._models.one(self._cases, ref, CASE)
        if row is None:
            return None
        reference = (await self._models.keys(self._cases, [ref])).get(ref, "")
        return records.case(row, reference, self._waiting)

    async def add_note(self, case_ref: str, text: str, external_ref: str) -> None:
        """A comment whose subject is its key."""
        if await self.case(case_ref) is None:
            raise CrmRefused(Refusal.UNKNOWN)
        await self._note(self._cases, case_ref, text, key(external_ref))

    async def book_callback(self, callback: NewCallback) -> Callback:
        person = await self.save_contact(
            NewContact(callback.name, as_phone(callback.phone), "", callback.language)
        )
        return await self._calls.book(callback, person.ref)

    async def move_callback(self, ref: str, start: datetime, external_ref: str) -> Callback:
        key(external_ref)
        return await self._calls.move(ref, start)

    async def cancel_callback(self, ref: str) -> Callback:
        return await self._calls.cancel(ref)

    async def callback_state(self, ref: str) -> CallState | None:
        return await self._calls.state(ref)

    async def close_callback(self, ref: str, end: CallEnd) -> None:
        await self._calls.close(ref, end)

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        """A comment: a description is a text in some versions and a page in others."""
        model = LEAD_MODEL if kind is Kind.LEAD else EVENT_MODEL
        if await self._models.one(model, ref, ["id"]) is None:
            raise CrmRefused(Refusal.UNKNOWN)
        await self._note(model, ref, line, line)

    async def open_lead(self, lead: NewLead) -> Lead:
        person = await self.save_contact(lead.contact)
        values = records.lead_values(lead, person.ref)
        ref = await self._models.open(LEAD_MODEL, lead.external_ref, values)
        row = await self._models.one(LEAD_MODEL, ref, LEAD)
        if row is None:
            raise CrmRefused(Refusal.CONFLICT, "a new opportunity cannot be found")
        if lead.consent:
            await self.remark(Kind.LEAD, ref, agreed(lead.consent))
        return records.lead(row, lead.external_ref)

    async def erase(self, contact_ref: str) -> int:
        return await self._lives.erase(contact_ref)

    async def _note(self, model: str, ref: str, text: str, once: str) -> None:
        """A comment, unless there is one of that subject."""
        subject = f"Guichet {sha256(once.encode()).hexdigest()[:24]}"
        notes = await self._lives.notes(ref, model)
        if not any(one["subject"] == subject for one in notes):
            await self._models.post(model, ref, subject, escape(plain(text), quote=False))

    async def export(self, contact_ref: str) -> dict[str, object]:
        return await self._lives.export(contact_ref)
