"""Telling a CRM of one record: whatever it knows already, afterwards it knows how things stand."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from actions.crm.outbox.forgetting import Forgetting
from actions.crm.outbox.known import Known, KnownRecords
from actions.crm.outbox.mail import Letter
from actions.crm.outbox.told import Records
from actions.crm.port import Callback, CallbackStatus, Case, Kind, Lead, RemoteCrm
from bot.clock import utc

OPEN = (CallbackStatus.BOOKED, CallbackStatus.MOVED)
GONE = "cancelled"


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
        if one is None or one.status is CallbackStatus.DONE:
            return
        before = self._known.of(Kind.CALLBACK, ref)
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
        if before.told == _told(one):
            return
        remote, told = before.remote, before.told
        if not remote:
            new = self._records.new_callback(one, before.external_ref)
            made = await self._remote.book_callback(new)
            remote, told = made.ref, _told(made)
            self._known.met(one.contact, made.contact)
        if told != _told(one):
            await self._remote.move_callback(remote, one.start, one.external_ref)
        self._known.arrived(Kind.CALLBACK, one.ref, before.external_ref, remote, _told(one))

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

    def _arrived(
        self, kind: Kind, ref: str, external_ref: str, made: Case | Lead, contact: str
    ) -> None:
        self._known.arrived(kind, ref, external_ref, made.ref, "open")
        self._known.met(contact, made.contact)


def _is_gone(before: Known | None) -> bool:
    return before is None or before.told == GONE


def _told(one: Callback) -> str:
    """What a CRM knows of a callback that stands: when it is, in UTC, to the second."""
    return utc(one.start).replace(microsecond=0).isoformat()
