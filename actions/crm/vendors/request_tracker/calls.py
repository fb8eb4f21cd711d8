"""Callbacks in Request Tracker: tickets that have hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from actions.crm.embedded.values import key, moment
from actions.crm.embedded.values import phone as as_phone
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
from actions.crm.vendors.lines import ended
from actions.crm.vendors.phrases import call_text
from actions.crm.vendors.request_tracker import records
from actions.crm.vendors.request_tracker.records import Row, written
from actions.crm.vendors.request_tracker.tickets import Tickets

CANCELLED, DONE, OPEN = "rejected", "resolved", "open"


class Calls:
    def __init__(self, tickets: Tickets, queue: str, slot: timedelta) -> None:
        self._tickets, self._rest = tickets, tickets.rest
        self._queue, self._slot = queue, slot

    async def book(self, new: NewCallback) -> Callback:
        """One that was cancelled is booked again."""
        person = NewContact(new.name, as_phone(new.phone), "", new.language)
        values = {"Content": call_text(new), **self._times(new.start)}
        ticket = await self._tickets.opened(
            self._queue, new.external_ref, person, new.reason, **values
        )
        booked = self._read(ticket)
        if booked.status is CallbackStatus.CANCELLED:
            again = {"Status": OPEN, **self._times(new.start)}
            booked = self._read(await self._rest.change(booked.ref, **again))
        return replace(booked, phone=new.phone, queue=new.queue)

    async def move(self, ref: str, start: datetime, external_ref: str) -> Callback:
        key(external_ref)
        booked = await self._planned(ref)
        if booked.status is not CallbackStatus.BOOKED:
            raise CrmRefused(Refusal.NOT_OPEN)
        if booked.start != moment(start):
            booked = self._read(await self._rest.change(ref, **self._times(start)))
        return replace(booked, status=CallbackStatus.MOVED)

    async def cancel(self, ref: str) -> Callback:
        booked = await self._planned(ref)
        if booked.status is CallbackStatus.DONE:
            raise CrmRefused(Refusal.NOT_OPEN)
        if booked.status is CallbackStatus.CANCELLED:
            return booked
        return self._read(await self._rest.change(ref, Status=CANCELLED))

    async def state(self, ref: str) -> CallState | None:
        ticket = await self._rest.ticket(ref)
        if ticket is None or ticket["Status"] == records.GONE:
            return None
        return records.call_state(ticket)

    async def close(self, ref: str, end: CallEnd) -> None:
        booked = await self._planned(ref)
        if booked.status is CallbackStatus.BOOKED:
            await self._rest.remark(ref, ended(end))
            await self._rest.change(ref, Status=DONE)

    async def _planned(self, ref: str) -> Callback:
        ticket = await self._rest.ticket(ref)
        if ticket is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return self._read(ticket)

    def _read(self, ticket: Row) -> Callback:
        return records.callback(ticket, self._rest.field, self._slot)

    def _times(self, start: datetime) -> dict[str, str]:
        return {"Starts": written(start), "Due": written(start + self._slot)}
