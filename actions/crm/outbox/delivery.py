"""Telling a CRM of one record: whatever it knows already, afterwards it knows how things stand."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from actions.crm.outbox.forgetting import Forgetting
from actions.crm.outbox.known import Known, KnownRecords
from actions.crm.outbox.mail import Letter
from actions.crm.outbox.standing import CLOSED, GONE, OPEN, told
from actions.crm.outbox.told import Records
from actions.crm.port import (
    Callback,
    CallbackStatus,
    Case,
    CrmRefused,
    Kind,
    Lead,
    Refusal,
    RemoteCrm,
)
from actions.crm.vendors.lines import proofs

TOO_LATE = (Refusal.PAST, Refusal.TOO_SOON, Refusal.CLOSED, Refusal.FULL, Refusal.UNKNOWN)


class Delivery:
    """Delivers letters to one CRM. Each may be delivered again: the second time changes nothing."""

    def __init__(self, database: Engine, crm: str, remote: RemoteCrm) -> None:
        self._remote = remote
        self._known = KnownRecords(database, crm)
        self._records = Records(database)
        self._forgetting = Forgetting(database, crm, remote)
        self._ways = {
            Kind.CASE: self._case,
            Kind.NOTE: self._note,
            Kind.CALLBACK: self._callback,
            Kind.LEAD: self._lead,
            Kind.CONSENT: self._consent,
        }

    async def deliver(self, letter: Letter) -> None:
        """Returns once the CRM has it, or nothing is left to tell; raises `CrmError`."""
        if letter.kind is Kind.ERASURE:
            return await self._forgetting.deliver(letter)
        await self._ways[letter.kind](letter.ref, letter.contact)

    async def _case(self, ref: str, contact: str) -> str:
        """What the CRM calls the case; empty for one whose person was forgotten."""
        if (before := self._known.of(Kind.CASE, ref)) and before.remote:
            return before.remote
        if (new := self._records.case(ref)) is None:
            return ""
        if before is None:
            self._known.announce(Kind.CASE, ref, new.external_ref)
        made = await self._remote.open_case(new)
        self._arrived(Kind.CASE, ref, new.external_ref, made, contact)
        return made.ref

    async def _note(self, external_ref: str, contact: str) -> None:
        """Its case goes first, also one from before this CRM was there."""
        if (note := self._records.note(external_ref)) and (
            case := await self._case(note.case, contact)
        ):
            await self._remote.add_note(case, note.text, external_ref)

    async def _lead(self, ref: str, contact: str) -> None:
        if (before := self._known.of(Kind.LEAD, ref)) and before.remote:
            return
        if (new := self._records.lead(ref)) is None:
            return
        if before is None:
            self._known.announce(Kind.LEAD, ref, new.external_ref)
        self._arrived(Kind.LEAD, ref, new.external_ref, await self._remote.open_lead(new), contact)

    async def _callback(self, ref: str, contact: str) -> None:
        """As it stands now: several changes may be told at once."""
        one = self._records.callback(ref)
        if one is None:
            return
        before = self._known.of(Kind.CALLBACK, ref)
        if one.status is CallbackStatus.DONE:
            return await self._closed(one, before)
        if one.status not in OPEN:
            return await self._cancelled(one, before)
        if before is None or _is_gone(before):
            before = self._announced(one)
        await self._stands(one, before)

    def _announced(self, one: Callback) -> Known:
        """A key that no earlier booking of it had, so that a cancelled one is not found again."""
        times = self._known.times(Kind.CALLBACK, one.ref)
        key = f"{one.external_ref}.{times}" if times else one.external_ref
        self._known.announce(Kind.CALLBACK, one.ref, key)
        return Known(key, "", "")

    async def _stands(self, one: Callback, before: Known) -> None:
        if before.told == told(one):
            return
        remote, last = before.remote, before.told
        if not remote:
            new = self._records.new_callback(one, before.external_ref)
            made = await self._remote.book_callback(new)
            remote, last = made.ref, told(made)
            self._known.met(one.contact, made.contact)
        if last != told(one):
            await self._remote.move_callback(remote, one.start, one.external_ref)
        self._known.arrived(Kind.CALLBACK, one.ref, before.external_ref, remote, told(one))

    async def _cancelled(self, one: Callback, before: Known | None) -> None:
        """One that an attempt without an answer may have booked is found, then cancelled."""
        if before is None or _is_gone(before):
            return
        remote = before.remote
        if not remote:
            new = self._records.new_callback(one, before.external_ref)
            remote = (await self._remote.book_callback(new)).ref
        await self._remote.cancel_callback(remote)
        self._known.arrived(Kind.CALLBACK, one.ref, before.external_ref, remote, GONE)

    async def _closed(self, one: Callback, before: Known | None) -> None:
        """How it ended; nothing where it was never told of, or is gone there."""
        if before is None or before.told in (GONE, CLOSED):
            return
        remote = before.remote
        try:
            if not remote:
                new = self._records.new_callback(one, before.external_ref)
                remote = (await self._remote.book_callback(new)).ref
            await self._remote.close_callback(remote, self._records.end(one.ref))
        except CrmRefused as error:
            if error.reason not in TOO_LATE:
                raise
        self._known.arrived(Kind.CALLBACK, one.ref, before.external_ref, remote, CLOSED)

    async def _consent(self, external_ref: str, contact: str) -> None:
        """That it was given, and taken back, in the text of what it came with."""
        given = self._records.consent(external_ref)
        for kind in (Kind.CALLBACK, Kind.LEAD):
            there = self._known.of(kind, given.record) if given else None
            if given and there and there.remote:
                await self._remarks(kind, there.remote, proofs(given))

    async def _remarks(self, kind: Kind, remote: str, lines: list[str]) -> None:
        try:
            for line in lines:
                await self._remote.remark(kind, remote, line)
        except CrmRefused as error:
            if error.reason is not Refusal.UNKNOWN:
                raise

    def _arrived(
        self, kind: Kind, ref: str, external_ref: str, made: Case | Lead, contact: str
    ) -> None:
        self._known.arrived(kind, ref, external_ref, made.ref, "open")
        self._known.met(contact, made.contact)


def _is_gone(before: Known | None) -> bool:
    return before is None or before.told == GONE
