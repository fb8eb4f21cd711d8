"""Putting a letter into the outbox, in the transaction that writes what it tells of."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Table, func, select

from actions.crm.embedded.tables import callbacks, cases, consents, leads, notes
from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.tables import State, letters
from actions.crm.port import Kind
from bot.clock import machine_time
from bot.settings import settings

RECORDS: dict[Kind, Table] = {Kind.CASE: cases, Kind.CALLBACK: callbacks, Kind.LEAD: leads}
UNSETTLED = (State.WAITING.value, State.SENDING.value)
TOLD_ONCE = (Kind.CASE, Kind.NOTE, Kind.LEAD, Kind.ERASURE)


def post(unit: Unit, crm: str, kind: Kind, ref: str) -> int:
    """The letter that tells of a record; 0 when there is nobody to tell of.

    What can only be told once has one letter. A callback has one for each change: a letter that
    is being sent may have been read before this change.
    """
    contact = _contact(unit, kind, ref)
    if not contact:
        return 0
    if kind in TOLD_ONCE and (before := _before(unit, crm, kind, ref)):
        return before
    moment = machine_time()
    due = moment + _pause(unit, kind, contact)
    values = {
        "crm": crm,
        "kind": kind.value,
        "ref": ref,
        "contact": contact,
        "state": State.WAITING.value,
        "attempts": 0,
        "problem": "",
        "created_at": moment,
        "due_at": due,
        "waits_since": moment if due > moment else None,
    }
    made = unit.connection.execute(letters.insert().values(values))
    return int(made.inserted_primary_key[0])


def _pause(unit: Unit, kind: Kind, contact: str) -> timedelta:
    """None; an erasure leaves a request that is under way the time to end, answered or not."""
    if kind is not Kind.ERASURE:
        return timedelta(0)
    tried = (letters.c.state.in_(UNSETTLED), letters.c.attempts > 0)
    under_way = select(func.count()).where(letters.c.contact == contact, *tried)
    if not unit.connection.execute(under_way).scalar_one():
        return timedelta(0)
    return timedelta(seconds=2 * settings().crm_delivery_timeout)


def _before(unit: Unit, crm: str, kind: Kind, ref: str) -> int:
    same = (letters.c.crm == crm, letters.c.kind == kind.value, letters.c.ref == ref)
    found = unit.connection.execute(select(func.max(letters.c.position)).where(*same)).scalar()
    return int(found or 0)


def _contact(unit: Unit, kind: Kind, ref: str) -> str:
    """Whose record it is, whose letters keep their order."""
    if kind is Kind.ERASURE:
        return ref.upper()
    if kind is Kind.NOTE:
        joined = notes.join(cases, cases.c.ref == notes.c.case)
        found = select(cases.c.contact).select_from(joined).where(notes.c.external_ref == ref)
    elif kind is Kind.CONSENT:
        found = select(consents.c.contact).where(consents.c.external_ref == ref)
    else:
        table = RECORDS[kind]
        found = select(table.c.contact).where(table.c.ref == ref)
    return str(unit.connection.execute(found).scalar() or "")
