"""Asking the company's CRM to forget somebody, before the desk forgets how to find them there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from actions.crm.customers.persons import known_as
from actions.crm.embedded import people
from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.tables import erasures
from actions.crm.outbox.writing import post
from actions.crm.port import Kind
from bot.clock import machine_time

NOBODY = "E"  # begins the name of an erasure of somebody whom the desk does not know


def ask(unit: Unit, crm: str, ref: str) -> list[int]:
    """A letter for each contact that is this person, behind those that told of that contact.

    In the transaction that erases them here, and before it does.
    """
    unit.lock("merging")
    found = people.locked(unit, ref)
    return [_ask(unit, crm, row) for row in known_as(unit, found.ref)] if found else []


def ask_for(unit: Unit, crm: str, phone: str, email: str) -> list[int]:
    """The letters about somebody with this number or address, whom the desk need not know.

    One that has not arrived yet is enough.
    """
    if not phone and not email:
        return []
    if waiting := _waiting(unit, crm, phone, email):
        return waiting
    name = unit.draw(NOBODY)
    return [_captured(unit, crm, post(unit, crm, Kind.ERASURE, name), name, phone, email)]


def _ask(unit: Unit, crm: str, row: Any) -> int:
    letter = post(unit, crm, Kind.ERASURE, row["ref"])
    return _captured(unit, crm, letter, row["ref"], row["phone"] or "", row["email"] or "")


def _captured(unit: Unit, crm: str, letter: int, contact: str, phone: str, email: str) -> int:
    if unit.one(erasures, erasures.c.letter == letter) is None:
        values = {
            "letter": letter,
            "crm": crm,
            "contact": contact,
            "phone": phone,
            "email": email,
            "records": 0,
            "asked_at": machine_time(),
        }
        unit.connection.execute(erasures.insert().values(values))
    return letter


def _waiting(unit: Unit, crm: str, phone: str, email: str) -> list[int]:
    same: Sequence[Any] = [
        column == value
        for column, value in ((erasures.c.phone, phone), (erasures.c.email, email))
        if value
    ]
    found = select(erasures.c.letter).where(erasures.c.crm == crm, or_(*same))
    return list(unit.connection.execute(found.order_by(erasures.c.position)).scalars())
