"""Calls at Zendesk: tickets of the type task, due at the hour that was agreed."""

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
    NewCallback,
    NewContact,
    Refusal,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.lines import ended
from actions.crm.vendors.persons import saved
from actions.crm.vendors.phrases import in_utc, safe_key
from actions.crm.vendors.zendesk import records
from actions.crm.vendors.zendesk.desk import Desk
from actions.crm.vendors.zendesk.people import People


class Calls:
    """Booked, moved, cancelled: a cancelled one is solved, with a tag that says why."""

    def __init__(self, desk: Desk, people: People, account: Account) -> None:
        self._desk = desk
        self._people = people
        self._slot = account.slot

    async def book(self, callback: NewCallback) -> Callback:
        key = safe_key(callback.external_ref)
        row = await self._desk.ours(key)
        if row is None:
            person = NewContact(callback.name, callback.phone, language=callback.language)
            contact = await saved(self._people, person)
            row = await self._desk.made(key, records.call_values(callback, contact.ref))
        booked = self.read(row)
        if booked.status is CallbackStatus.CANCELLED:
            kept = [tag for tag in row["tags"] if tag != records.CANCELLED]
            again = {"due_at": in_utc(callback.start), "status": "open", "tags": kept}
            await self._desk.change(row, again)
            booked = self._at(booked, callback.start, CallbackStatus.BOOKED)
        return replace(booked, conversation=callback.conversation)

    async def move(self, ref: str, start: datetime, external_ref: str) -> Callback:
        row = await self._row(ref)
        known = self.read(row)
        if known.status is not CallbackStatus.BOOKED:
            raise CrmRefused(Refusal.NOT_OPEN)
        await self._desk.change(row, {"due_at": in_utc(start)})
        return self._at(known, start, CallbackStatus.MOVED)

    async def cancel(self, ref: str) -> Callback:
        row = await self._row(ref)
        known = self.read(row)
        if known.status is CallbackStatus.DONE:
            raise CrmRefused(Refusal.NOT_OPEN)
        if known.status is not CallbackStatus.CANCELLED:
            off = {"status": "solved", "tags": [*row["tags"], records.CANCELLED]}
            await self._desk.change(row, {**off, **self._assigned(row)})
        return replace(known, status=CallbackStatus.CANCELLED)

    async def state(self, ref: str) -> CallState | None:
        row = await self._desk.one("tickets", ref)
        return records.call_state(row) if row and records.CALL in row["tags"] else None

    async def close(self, ref: str, end: CallEnd) -> None:
        row = await self._row(ref)
        if self.read(row).status is CallbackStatus.BOOKED:
            said = {"comment": {"body": ended(end), "public": False}}
            await self._desk.change(row, {"status": "solved", **said, **self._assigned(row)})

    def read(self, row: Mapping[str, Any]) -> Callback:
        return records.callback(row, self._slot)

    def _assigned(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Nothing is solved at Zendesk without somebody who solved it."""
        return {} if row.get("assignee_id") else {"assignee_email": self._desk.user}

    def _at(self, known: Callback, start: datetime, status: CallbackStatus) -> Callback:
        return replace(known, start=start, end=start + self._slot, status=status)

    async def _row(self, ref: str) -> Any:
        row = await self._desk.one("tickets", ref)
        if row is None or records.CALL not in row["tags"]:
            raise CrmRefused(Refusal.UNKNOWN)
        return row
