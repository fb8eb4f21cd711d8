"""Calls at Salesforce: tasks of the kind Call, whose reminder is at the hour that was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallEnd,
    CallState,
    CrmRefused,
    Kind,
    NewCallback,
    NewContact,
    Refusal,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.lines import added, ended
from actions.crm.vendors.persons import saved
from actions.crm.vendors.phrases import safe_key
from actions.crm.vendors.salesforce import records
from actions.crm.vendors.salesforce.org import ID, Org
from actions.crm.vendors.salesforce.people import People


class Calls:
    """Booked, moved, cancelled."""

    def __init__(self, org: Org, people: People, account: Account) -> None:
        self._org = org
        self._people = people
        self._slot = account.slot
        self.cancelled = account.option("cancelled", records.CANCELLED)

    async def book(self, callback: NewCallback) -> Callback:
        key, fields = safe_key(callback.external_ref), self._org.with_key(records.TASK)
        row = await self._org.lookup("Task", key, fields)
        if row is None:
            person = NewContact(callback.name, callback.phone, language=callback.language)
            values = records.task_values(callback, (await saved(self._people, person)).ref)
            row = await self._org.made("Task", key, values, fields)
        booked = self.read(row)
        if booked.status is CallbackStatus.CANCELLED:
            again = {**records.when(callback.start), "Status": "Not Started"}
            booked = await self._change(booked, again, callback.start, CallbackStatus.BOOKED)
        return replace(booked, conversation=callback.conversation)

    async def move(self, ref: str, start: datetime, external_ref: str) -> Callback:
        known = await self._known_callback(ref)
        if known.status is not CallbackStatus.BOOKED:
            raise CrmRefused(Refusal.NOT_OPEN)
        return await self._change(known, records.when(start), start, CallbackStatus.MOVED)

    async def cancel(self, ref: str) -> Callback:
        known = await self._known_callback(ref)
        if known.status is CallbackStatus.DONE:
            raise CrmRefused(Refusal.NOT_OPEN)
        if known.status is CallbackStatus.CANCELLED:
            return known
        off = {"Status": self.cancelled, "IsReminderSet": False}
        return await self._change(known, off, known.start, CallbackStatus.CANCELLED)

    async def state(self, ref: str) -> CallState | None:
        row = await self._row("Task", ref, [*records.TASK, "ActivityDate"])
        return records.call_state(row, self.cancelled) if row else None

    async def close(self, ref: str, end: CallEnd) -> None:
        known = await self._known_callback(ref)
        if known.status is CallbackStatus.BOOKED:
            off = {"Status": records.DONE, "IsReminderSet": False}
            await self._describe("Task", ref, ended(end), off)

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        await self._describe("Lead" if kind is Kind.LEAD else "Task", ref, line)

    async def _describe(self, kind: str, ref: str, line: str, more: Any = None) -> None:
        row = await self._row(kind, ref, ["Id", "Description"])
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        before = str(row["Description"] or "")
        if (after := added(before, line)) != before or more:
            values = {"Description": after, **(more or {})}
            await self._org.ask("PATCH", f"/sobjects/{kind}/{ref}", json=values)

    async def _row(self, kind: str, ref: str, fields: Sequence[str]) -> Any:
        return await self._org.record(f"{kind}/{ref}", fields) if ID.fullmatch(ref) else None

    async def _known_callback(self, ref: str) -> Callback:
        row = await self._row("Task", ref, self._org.with_key(records.TASK))
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return self.read(row)

    def read(self, row: Mapping[str, Any]) -> Callback:
        return records.callback(row, self._org.field, self._slot, self.cancelled)

    async def _change(
        self, known: Callback, values: Any, start: datetime, status: CallbackStatus
    ) -> Callback:
        await self._org.ask("PATCH", f"/sobjects/Task/{known.ref}", json=values)
        return replace(known, start=start, end=start + self._slot, status=status)
