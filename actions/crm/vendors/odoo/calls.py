"""Callbacks in Odoo: a meeting has the hour, an activity on the person makes somebody call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from actions.crm.embedded.values import key, moment
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CallEnd,
    CallState,
    CrmRefused,
    NewCallback,
    Refusal,
)
from actions.crm.vendors.lines import ended
from actions.crm.vendors.odoo import records
from actions.crm.vendors.odoo.models import Models
from actions.crm.vendors.odoo.records import EVENT, titled, written
from bot.clock import PARIS

EVENT_MODEL, ACTIVITY = "calendar.event", "mail.activity"


class Calls:
    """The activity is made first: a meeting without one was called."""

    def __init__(self, models: Models, slot: timedelta, user: str) -> None:
        self._models, self._slot, self._user = models, slot, user

    async def book(self, new: NewCallback, partner: str) -> Callback:
        known = await self._models.known(EVENT_MODEL, new.external_ref)
        booked = await self.one(known) if known else None
        if booked and booked.status is not CallbackStatus.CANCELLED:
            return booked
        await self._remind(new.external_ref, new.reason, new.start, partner)
        if booked:
            await self._models.write(EVENT_MODEL, known, active=True, **self._times(new.start))
            return await self._there(known)
        values = records.event_values(new, new.start + self._slot, partner)
        return await self._there(await self._models.open(EVENT_MODEL, new.external_ref, values))

    async def move(self, ref: str, start: datetime) -> Callback:
        booked = await self._there(ref)
        if booked.status is not CallbackStatus.BOOKED:
            raise CrmRefused(Refusal.NOT_OPEN)
        if activity := await self._models.known(ACTIVITY, booked.external_ref):
            await self._models.write(ACTIVITY, activity, date_deadline=_day(start))
        if booked.start != moment(start):
            await self._models.write(EVENT_MODEL, ref, **self._times(start))
        return replace(await self._there(ref), status=CallbackStatus.MOVED)

    async def cancel(self, ref: str) -> Callback:
        """The meeting first: without its activity it would look as if it had been made."""
        booked = await self._there(ref)
        if booked.status is CallbackStatus.DONE:
            raise CrmRefused(Refusal.NOT_OPEN)
        await self._models.write(EVENT_MODEL, ref, active=False)
        if activity := await self._models.known(ACTIVITY, booked.external_ref):
            await self._models.unlink(ACTIVITY, [activity])
        return replace(booked, status=CallbackStatus.CANCELLED)

    async def one(self, ref: str) -> Callback | None:
        row = await self._models.one(EVENT_MODEL, ref, EVENT)
        if row is None:
            return None
        reference = (await self._models.keys(EVENT_MODEL, [ref])).get(ref, "")
        made = bool(reference) and not await self._to_do(reference)
        person = str(row["partner_ids"][0]) if row["partner_ids"] else ""
        return records.callback(row, reference, person, made)

    async def state(self, ref: str) -> CallState | None:
        found = await self.one(ref)
        return CallState(found.status, found.start) if found else None

    async def close(self, ref: str, end: CallEnd) -> None:
        booked = await self._there(ref)
        activity = await self._to_do(booked.external_ref) if booked.external_ref else ""
        if booked.status is CallbackStatus.BOOKED and activity:
            await self._models.feedback(activity, ended(end))

    async def _to_do(self, reference: str) -> str:
        """The activity that somebody has still to tick off; empty when that was done."""
        activity = await self._models.known(ACTIVITY, reference)
        return activity if activity and await self._models.stands(ACTIVITY, activity) else ""

    async def _there(self, ref: str) -> Callback:
        found = await self.one(ref)
        if found is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return found

    async def _remind(self, reference: str, reason: str, start: datetime, partner: str) -> None:
        """An activity has a day and no hour: the day in Paris, where people call."""
        values = {
            "res_model_id/id": "base.model_res_partner",
            "res_id": partner,
            "activity_type_id/id": "mail.mail_activity_data_call",
            "summary": titled(reason),
            "date_deadline": _day(start),
        }
        owner = {"user_id/.id": self._user} if self._user else {}
        await self._models.open(ACTIVITY, key(reference), {**values, **owner})

    def _times(self, start: datetime) -> dict[str, str]:
        return {"start": written(start), "stop": written(start + self._slot)}


def _day(start: datetime) -> str:
    return moment(start).astimezone(PARIS).date().isoformat()
