"""Calls at HubSpot: tasks of the type CALL, due at the hour that was agreed."""

from __future__ import annotations

from collections.abc import Mapping
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
from actions.crm.vendors.hubspot import records
from actions.crm.vendors.hubspot.objects import Objects
from actions.crm.vendors.hubspot.people import People
from actions.crm.vendors.lines import added, ended
from actions.crm.vendors.persons import saved
from actions.crm.vendors.phrases import is_id, safe_key


class Calls:
    """Booked, moved, cancelled: HubSpot has no word for cancelled but DEFERRED."""

    def __init__(self, objects: Objects, people: People, account: Account) -> None:
        self._objects = objects
        self._people = people
        self._account = account

    async def book(self, callback: NewCallback) -> Callback:
        key = safe_key(callback.external_ref)
        row = await self._objects.ours("tasks", key, records.TASK)
        if row is None:
            values = records.task_values(callback, self._account)
            person = NewContact(callback.name, callback.phone, language=callback.language)
            contact = await saved(self._people, person)
            ref = await self._objects.made("tasks", key, values, ("contacts", contact.ref))
            booked = await self._known(ref)
        else:
            booked = self._read(row)
        if booked.status is CallbackStatus.CANCELLED:
            booked = await self._set(booked, callback.start, CallbackStatus.BOOKED)
        return replace(booked, conversation=callback.conversation)

    async def move(self, ref: str, start: datetime, external_ref: str) -> Callback:
        known = await self._known(ref)
        if known.status is not CallbackStatus.BOOKED:
            raise CrmRefused(Refusal.NOT_OPEN)
        return await self._set(known, start, CallbackStatus.MOVED)

    async def cancel(self, ref: str) -> Callback:
        known = await self._known(ref)
        if known.status is CallbackStatus.DONE:
            raise CrmRefused(Refusal.NOT_OPEN)
        if known.status is not CallbackStatus.CANCELLED:
            await self._objects.change("tasks", ref, {"hs_task_status": "DEFERRED"})
        return replace(known, status=CallbackStatus.CANCELLED)

    async def state(self, ref: str) -> CallState | None:
        row = await self._objects.one("tasks", ref, records.TASK) if is_id(ref) else None
        return records.call_state(row) if row else None

    async def close(self, ref: str, end: CallEnd) -> None:
        if (await self._known(ref)).status is CallbackStatus.BOOKED:
            await self._describe("tasks", ref, ended(end), {"hs_task_status": "COMPLETED"})

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        await self._describe("deals" if kind is Kind.LEAD else "tasks", ref, line)

    async def _describe(self, kind: str, ref: str, line: str, more: Any = None) -> None:
        name = "description" if kind == "deals" else "hs_task_body"
        row = await self._objects.one(kind, ref, [name]) if is_id(ref) else None
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        before = records.said(row, name)
        if (after := added(before, line)) != before or more:
            await self._objects.change(kind, ref, {name: after, **(more or {})})

    async def _known(self, ref: str) -> Callback:
        row = await self._objects.one("tasks", ref, records.TASK) if is_id(ref) else None
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return self._read(row)

    async def _set(self, known: Callback, start: datetime, status: CallbackStatus) -> Callback:
        await self._objects.change("tasks", known.ref, records.when(start))
        return replace(known, start=start, end=start + self._account.slot, status=status)

    def _read(self, row: Mapping[str, Any]) -> Callback:
        return records.callback(row, self._objects.field, self._account.slot)
