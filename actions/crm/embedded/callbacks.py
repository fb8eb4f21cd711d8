"""Callbacks: one open for a number and queue, never more than the desk can make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import select

from actions.crm.embedded import consents, contacts, notices, slots, values
from actions.crm.embedded.queues import QueueRules
from actions.crm.embedded.slots import SlotRules
from actions.crm.embedded.tables import callbacks, requests
from actions.crm.embedded.transactions import Unit
from actions.crm.port import (
    Callback,
    CallbackStatus,
    CrmRefused,
    Kind,
    NewCallback,
    NewContact,
    Refusal,
)
from actions.fields.numbering import is_called
from bot.settings import settings

BOOKED, MOVED = CallbackStatus.BOOKED.value, CallbackStatus.MOVED.value
CANCELLED, DONE = CallbackStatus.CANCELLED.value, CallbackStatus.DONE.value


def read(row: Any) -> Callback:
    held = {one.name: row[one.name] for one in fields(Callback)}
    return Callback(**{**held, "status": CallbackStatus(row["status"])})


def book(
    unit: Unit, queues: QueueRules, new: NewCallback, tell: consents.Tell = consents.unheard
) -> Callback:
    """Book, move the open one, or find again what this `external_ref` booked."""
    phone = values.phone(new.phone)
    if not is_called(phone, settings().callback_numbers):
        raise CrmRefused(Refusal.INVALID, "a number where we do not call")
    unit.lock(f"callback:{values.key(new.external_ref)}", *_keys(phone, new.queue))
    known = _known(unit, new.external_ref)
    if known and not _cancelled(known, phone):
        return read(known)
    rules = queues.of(new.queue, new.language)
    current = _current(unit, phone, new.queue, tell)
    slots.check(unit, rules, new.start, new.queue, moving=current["ref"] if current else "")
    before = current or known
    row = _rebook(unit, rules, new, before) if before else _insert(unit, rules, new)
    notices.told(unit, row, before)
    _remember(unit, new.external_ref, row["ref"], new.conversation)
    consents.keep(unit, new.consent, new.external_ref, row, tell=tell)
    return read(row)


def move(unit: Unit, queues: QueueRules, ref: str, start: datetime, external_ref: str) -> Callback:
    """Another start for an open callback; the same `external_ref` moves it once."""
    row = locked(unit, ref, f"callback:{values.key(external_ref)}")
    known = _known(unit, external_ref)
    if known and known["ref"] == row["ref"]:
        return read(row)
    if row["status"] not in slots.OPEN:
        raise CrmRefused(Refusal.NOT_OPEN)
    rules = queues.held_in(row["queue"], row["language"])
    slots.check(unit, rules, start, row["queue"], moving=row["ref"])
    moved = {"start": start, "end": start + rules.length, "status": MOVED}
    again = {"external_ref": external_ref, "sequence": row["sequence"] + 1}
    changed = unit.update(callbacks, row["ref"], **again, **moved)
    notices.told(unit, changed, row)
    _remember(unit, external_ref, row["ref"], row["conversation"])
    return read(changed)


def cancel(unit: Unit, ref: str) -> Callback:
    """Cancel an open callback; a cancelled one stays so."""
    row = locked(unit, ref)
    if row["status"] == DONE:
        raise CrmRefused(Refusal.NOT_OPEN)
    if row["status"] == CANCELLED:
        return read(row)
    gone = {"status": CANCELLED, "sequence": row["sequence"] + 1}
    changed = unit.update(callbacks, row["ref"], **gone)
    notices.told(unit, changed, row)
    return read(changed)


def set_email(unit: Unit, ref: str, email: str) -> Callback:
    """Where letters about an open callback go; the confirmation goes there at once."""
    row = locked(unit, ref)
    if row["status"] not in slots.OPEN:
        raise CrmRefused(Refusal.NOT_OPEN)
    address = values.email(email)
    if address == row["email"]:
        return read(row)
    changed = unit.update(callbacks, row["ref"], email=address)
    notices.confirmed(unit, changed)
    return read(changed)


def by_ref(unit: Unit, ref: str) -> Callback | None:
    row = unit.one(callbacks, callbacks.c.ref == values.plain(ref).upper())
    return None if row is None else read(row)


def open_ones(unit: Unit, phone: str) -> Sequence[Callback]:
    """Those of a number that are still to be made, soonest first."""
    mine = select(callbacks).where(
        callbacks.c.phone == values.phone(phone),
        callbacks.c.status.in_(slots.OPEN),
        callbacks.c.end > unit.now,
    )
    return tuple(
        read(row) for row in unit.connection.execute(mine.order_by(callbacks.c.start)).mappings()
    )


def _keys(phone: str, queue: str) -> list[str]:
    return [f"queue:{queue}", *contacts.keys(phone, "")]


def _known(unit: Unit, external_ref: str) -> Any:
    request = unit.one(requests, requests.c.external_ref == external_ref)
    return request and unit.one(callbacks, callbacks.c.ref == request["callback"])


def _cancelled(row: Any, phone: str) -> bool:
    """Whether asking again may book it again: not when its person was forgotten meanwhile."""
    return bool(row["status"] == CANCELLED and row["phone"] == phone)


def _current(unit: Unit, phone: str, queue: str, tell: consents.Tell) -> Any:
    """The open callback of a number and queue; one whose time has passed is done."""
    mine = (callbacks.c.phone == phone, callbacks.c.queue == queue)
    row = unit.one(callbacks, *mine, callbacks.c.status.in_(slots.OPEN))
    if row is None or row["end"] > unit.now:
        return row
    unit.update(callbacks, row["ref"], status=DONE)
    tell(unit, Kind.CALLBACK, row["ref"])
    return None


def locked(unit: Unit, ref: str, *keys: str) -> Any:
    """A callback that nobody else changes now. Its number and queue stay what they were."""
    row = row_of(unit, ref)
    unit.lock(*keys, *_keys(row["phone"], row["queue"]))
    return unit.one(callbacks, callbacks.c.ref == row["ref"])


def row_of(unit: Unit, ref: str) -> Any:
    row = unit.one(callbacks, callbacks.c.ref == ref.upper())
    if row is None:
        raise CrmRefused(Refusal.UNKNOWN)
    return row


def _request(rules: SlotRules, new: NewCallback) -> dict[str, Any]:
    return {
        "external_ref": new.external_ref,
        "start": new.start,
        "end": new.start + rules.length,
        "reason": values.plain(new.reason),
        "language": new.language,
        "conversation": new.conversation,
    }


def _insert(unit: Unit, rules: SlotRules, new: NewCallback) -> Any:
    person = NewContact(name=new.name, phone=new.phone, language=new.language)
    return unit.insert(
        callbacks,
        ref=unit.new_ref(callbacks, "R"),
        phone=new.phone,
        queue=new.queue,
        status=BOOKED,
        email=new.email and values.email(new.email),
        contact=contacts.save(unit, person).ref,
        **_request(rules, new),
    )


def _rebook(unit: Unit, rules: SlotRules, new: NewCallback, row: Any) -> Any:
    """As the latest request says; where it says nothing, what was known stays."""
    asked = {**_request(rules, new), "email": new.email and values.email(new.email)}
    said = {name: value or row[name] for name, value in asked.items()}
    same_start = row["status"] in slots.OPEN and row["start"] == new.start
    status = row["status"] if same_start else BOOKED if row["status"] == CANCELLED else MOVED
    sequence = row["sequence"] + (not same_start)
    return unit.update(callbacks, row["ref"], status=status, sequence=sequence, **said)


def _remember(unit: Unit, external_ref: str, ref: str, conversation: str) -> None:
    unit.connection.execute(requests.delete().where(requests.c.external_ref == external_ref))
    unit.insert(requests, external_ref=external_ref, callback=ref, conversation=conversation)
