"""Finding somebody by a number, an address, a reference, or a name."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Table, select

from actions.crm.customers.names import compared
from actions.crm.customers.persons import person
from actions.crm.embedded.tables import callbacks, cases, contacts, leads
from actions.crm.embedded.transactions import Unit
from actions.crm.embedded.values import plain
from actions.fields.phone import phone

MOST, LONGEST = 50, 200
REF = re.compile(r"\s*([DRLC])[\s-]?([2-9A-HJKMNP-Z]{6})\s*", re.IGNORECASE)
RECORDS: dict[str, Table] = {"D": cases, "R": callbacks, "L": leads}


def search(unit: Unit, asked: str) -> list[Any]:
    """The rows of at most 50 people, newest first."""
    asked = plain(asked)[:LONGEST].strip()
    refs = _refs(unit, asked) if asked else []
    people = {row["ref"]: row for ref in refs if (row := person(unit, ref))}
    return list(people.values())[:MOST]


def _refs(unit: Unit, asked: str) -> list[str]:
    if found := REF.fullmatch(asked):
        return _by_reference(unit, found[1].upper(), f"{found[1]}-{found[2]}".upper())
    if "@" in asked:
        return _having(unit, "email", asked.lower())
    number = phone(asked).number or (asked if asked.startswith("+") else "")
    return _having(unit, "phone", number) if number else _named(unit, compared(asked))


def _by_reference(unit: Unit, prefix: str, ref: str) -> list[str]:
    if prefix == "C":
        return [ref]
    table = RECORDS[prefix]
    found = select(table.c.contact).where(table.c.ref == ref)
    return list(unit.connection.execute(found).scalars())


def _having(unit: Unit, part: str, value: str) -> list[str]:
    """The contact with it, and whoever gave it for a callback or an offer."""
    found = [select(contacts.c.ref).where(contacts.c[part] == value)]
    found += [
        select(table.c.contact).where(table.c[part] == value)
        for table in (callbacks, leads)
        if part in table.c
    ]
    return [ref for one in found for ref in unit.connection.execute(one).scalars()]


def _named(unit: Unit, asked: str) -> list[str]:
    """Every word of it begins a word of the name; accents and order do not matter."""
    words = asked.split()
    if not words:
        return []
    known = select(contacts.c.ref, contacts.c.name).where(contacts.c.name != "")
    newest = unit.connection.execute(known.order_by(contacts.c.position.desc()))
    return [ref for ref, name in newest if _has(compared(name).split(), words)][: 2 * MOST]


def _has(name: list[str], words: list[str]) -> bool:
    return all(any(part.startswith(word) for part in name) for word in words)
