"""Contacts who may be the same person: proposed to a colleague, never joined by the machine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import combinations
from typing import Any

from sqlalchemy import Table, select, union

from actions.crm.customers.names import are_close, compared, starts
from actions.crm.customers.tables import merges
from actions.crm.embedded.tables import callbacks, contacts, leads
from actions.crm.embedded.transactions import Unit

MOST = 50
CROWD = 60  # people who share the start of a name: more of them are not compared


class Reason(str, Enum):
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True)
class Pair:
    """Rows of two contacts, the older first, and why they may be one."""

    one: Any
    other: Any
    reasons: tuple[Reason, ...]


def proposed(unit: Unit) -> list[Pair]:
    """Pairs, the surest first; those that a colleague told apart are left out."""
    people = {row["ref"]: row for row in _everybody(unit)}
    found: dict[tuple[str, str], set[Reason]] = defaultdict(set)
    for reason, some in ((Reason.PHONE, _by_phone(unit)), (Reason.EMAIL, _by_email(unit)),
                         (Reason.NAME, _by_name(people.values()))):  # fmt: skip
        for pair in some:
            if pair[0] in people and pair[1] in people and pair[0] != pair[1]:
                found[_sorted(people, pair)].add(reason)
    decided = _decided(unit)
    left = [(pair, why) for pair, why in found.items() if frozenset(pair) not in decided]
    left.sort(key=lambda one: (-len(one[1] - {Reason.NAME}), -len(one[1]), one[0]))
    return [
        Pair(people[one], people[other], tuple(why for why in Reason if why in reasons))
        for (one, other), reasons in left[:MOST]
    ]


def _everybody(unit: Unit) -> list[Any]:
    alive = (contacts.c.erased_at.is_(None), contacts.c.merged_into.is_(None))
    return list(unit.connection.execute(select(contacts).where(*alive)).mappings())


def _by_phone(unit: Unit) -> list[Any]:
    """A record of one names the number of the other."""
    named = (_naming(table, "phone") for table in (leads, callbacks))
    return list(unit.connection.execute(union(*named)))


def _by_email(unit: Unit) -> list[Any]:
    return list(unit.connection.execute(_naming(leads, "email")))


def _naming(table: Table, part: str) -> Any:
    same = (table.c[part] == contacts.c[part], table.c.contact != contacts.c.ref)
    return select(contacts.c.ref, table.c.contact).where(*same)


def _by_name(people: Iterable[Any]) -> Iterator[tuple[str, str]]:
    shelves: dict[str, list[tuple[str, Any]]] = defaultdict(list)
    for row in people:
        name = compared(row["name"])
        for start in {name, *starts(name)}:
            shelves[start].append((name, row))
    for shelf in shelves.values():
        for (name, one), (other_name, other) in combinations(shelf[:CROWD], 2):
            if are_close(name, other_name) and not _contradict(one, other):
                yield one["ref"], other["ref"]


def _contradict(one: Any, other: Any) -> bool:
    """Both have a number and an address, and share neither: two people of one name."""
    return all(one[part] and other[part] for part in ("phone", "email"))


def _decided(unit: Unit) -> set[frozenset[str]]:
    rows = unit.connection.execute(select(merges.c.kept, merges.c.gone)).all()
    return {frozenset(row) for row in rows}


def _sorted(people: dict[str, Any], pair: tuple[str, str]) -> tuple[str, str]:
    one, other = sorted(pair, key=lambda ref: people[ref]["position"])
    return one, other
