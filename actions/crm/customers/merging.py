"""Two contacts become one person, and two again: nothing is lost on the way there or back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from actions.crm.customers.persons import BELONGINGS, OWNER
from actions.crm.customers.tables import merges
from actions.crm.embedded.tables import contacts
from actions.crm.embedded.transactions import Unit
from actions.crm.embedded.values import plain
from actions.crm.port import CrmRefused, Refusal
from knowledge_base.curation.audit import record


@dataclass(frozen=True)
class Merge:
    """`gone` now leads to `kept`; `undone_at` once it does not any more."""

    number: int
    kept: str
    gone: str
    who: str
    created_at: datetime
    undone_at: datetime | None


def merge(unit: Unit, kept: str, gone: str, by: str) -> int:
    """Bring everything of `gone` to `kept`; the number that undoes it.

    Raises `CrmRefused`: INVALID for one contact with itself, CONFLICT when one of them was
    joined or erased meanwhile.
    """
    unit.lock("merging")
    if kept == gone:
        raise CrmRefused(Refusal.INVALID)
    for ref in (kept, gone):
        _alone(unit, ref)
    moved = _move(unit, gone, kept)
    _lead(unit, gone, kept)
    number = _remember(unit, kept, gone, moved, by)
    record(unit.connection, by, "contact.merge", kept, None, {"gone": gone, "merge": number})
    return number


def undo(unit: Unit, number: int, by: str) -> Merge:
    """Each contact has again what was its own; what came after the merge stays with `kept`.

    Raises `CrmRefused`: CONFLICT when it was undone, or `kept` was joined or erased since.
    """
    unit.lock("merging")
    row = unit.one(merges, merges.c.position == number)
    if row is None:
        raise CrmRefused(Refusal.UNKNOWN)
    gone = unit.one(contacts, contacts.c.ref == row["gone"])
    if row["undone_at"] or gone["erased_at"] or gone["merged_into"] != row["kept"]:
        raise CrmRefused(Refusal.CONFLICT)
    _alone(unit, row["kept"])
    for table, key in BELONGINGS.items():
        mine = table.c[key].in_(json.loads(row["moved"]).get(table.name, []))
        theirs = table.c[OWNER.get(table, "contact")]
        back = table.update().where(mine, theirs == row["kept"])
        unit.connection.execute(back.values({theirs: row["gone"]}))
    _lead(unit, row["gone"], None)
    _close(unit, number, by)
    record(unit.connection, by, "contact.unmerge", row["kept"], {"gone": row["gone"]}, None)
    return read(unit.one(merges, merges.c.position == number))


def tell_apart(unit: Unit, one: str, other: str, by: str) -> None:
    """They are two people: not to be proposed again."""
    unit.lock("merging")
    for ref in (one, other):
        _alone(unit, ref)
    _close(unit, _remember(unit, one, other, {}, by), by)
    record(unit.connection, by, "contact.tell_apart", one, None, {"other": other})


def latest(unit: Unit, kept: str = "", limit: int = 50) -> list[Merge]:
    """Merges that hold, newest first; of one person when `kept` is given."""
    held = select(merges).where(merges.c.undone_at.is_(None))
    held = held.where(merges.c.kept == kept) if kept else held
    rows = unit.connection.execute(held.order_by(merges.c.position.desc()).limit(limit))
    return [read(row) for row in rows.mappings()]


def read(row: Any) -> Merge:
    names = ("kept", "gone", "who", "created_at", "undone_at")
    return Merge(row["position"], *(row[name] for name in names))


def _alone(unit: Unit, ref: str) -> None:
    """Somebody who is there, not erased, and not a part of somebody else."""
    row = unit.one(contacts, contacts.c.ref == plain(ref))
    if row is None:
        raise CrmRefused(Refusal.UNKNOWN)
    if row["merged_into"] or row["erased_at"]:
        raise CrmRefused(Refusal.CONFLICT)


def _move(unit: Unit, gone: str, kept: str) -> dict[str, list[Any]]:
    moved: dict[str, list[Any]] = {}
    for table, key in BELONGINGS.items():
        theirs = table.c[OWNER.get(table, "contact")]
        found = select(table.c[key]).where(theirs == gone).order_by(table.c[key])
        moved[table.name] = list(unit.connection.execute(found).scalars())
        unit.connection.execute(table.update().where(theirs == gone).values({theirs: kept}))
    return moved


def _lead(unit: Unit, gone: str, kept: str | None) -> None:
    mine = contacts.update().where(contacts.c.ref == gone)
    unit.connection.execute(mine.values(merged_into=kept))


def _remember(unit: Unit, kept: str, gone: str, moved: dict[str, list[Any]], by: str) -> int:
    said = {"kept": kept, "gone": gone, "moved": json.dumps(moved), "who": by[:120]}
    row = {**said, "undone_by": "", "created_at": unit.now}
    made = unit.connection.execute(merges.insert().values(row))
    return int(made.inserted_primary_key[0])


def _close(unit: Unit, number: int, by: str) -> None:
    mine = merges.update().where(merges.c.position == number)
    unit.connection.execute(mine.values(undone_at=unit.now, undone_by=by[:120]))
