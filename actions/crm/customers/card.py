"""A person as colleagues see them: what is known, what was proven, and what is still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from actions.crm.calls import CallOutcome, GivenConsent
from actions.crm.customers import late, signals
from actions.crm.customers.persons import known_as, person
from actions.crm.customers.signals import Signal
from actions.crm.embedded import consents
from actions.crm.embedded.tables import attempts, callbacks, cases, notes, remarks
from actions.crm.embedded.transactions import Unit


@dataclass(frozen=True)
class Known:
    """A number or an address, and what it rests on.

    `reached`: when a colleague last spoke to them at this number, which proves it. None: they
    gave it, and nothing proves it yet. `wrong`: when somebody else answered there last.
    """

    kind: str
    value: str
    given_at: datetime
    reached: datetime | None = None
    wrong: datetime | None = None


@dataclass(frozen=True)
class Card:
    ref: str
    names: tuple[str, ...]
    language: str
    created_at: datetime
    erased_at: datetime | None
    known: tuple[Known, ...]
    signals: tuple[Signal, ...]
    open_cases: int
    open_callbacks: int
    refs: tuple[str, ...]
    consents: tuple[GivenConsent, ...] = ()


def card(unit: Unit, ref: str) -> Card | None:
    """Whoever the reference leads to; None for nobody."""
    row = person(unit, ref)
    if row is None:
        return None
    everyone = known_as(unit, row["ref"])
    return Card(
        ref=row["ref"],
        names=tuple(dict.fromkeys(one["name"] for one in everyone if one["name"])),
        language=row["language"],
        created_at=min(one["created_at"] for one in everyone),
        erased_at=row["erased_at"],
        known=tuple(_known(unit, row["ref"], everyone)),
        signals=signals.of(unit, {row["ref"]}).get(row["ref"], ()),
        open_cases=_count(unit, cases, row["ref"], (late.OPEN, late.WAITING)),
        open_callbacks=_count(unit, callbacks, row["ref"], late.TO_BE_MADE),
        refs=tuple(one["ref"] for one in everyone),
        consents=tuple(consents.listed(unit, contact=row["ref"])),
    )


def calls_and_remarks(unit: Unit, callback: str) -> Sequence[Mapping[str, Any]]:
    """The calls that were made for a callback, and what was noted of it, newest first."""
    found: list[Mapping[str, Any]] = []
    for table in (attempts, remarks):
        mine = select(table).where(table.c.callback == callback)
        found += unit.connection.execute(mine).mappings()
    return sorted(found, key=lambda row: row["created_at"], reverse=True)  # type: ignore[no-any-return]


def notes_of(unit: Unit, case: str) -> Sequence[Any]:
    """What was noted of a case, newest first."""
    mine = select(notes).where(notes.c.case == case, notes.c.text != "")
    return list(unit.connection.execute(mine.order_by(notes.c.position.desc())).mappings())


def _known(unit: Unit, ref: str, everyone: Sequence[Any]) -> list[Known]:
    reached, wrong = _reached(unit, ref), _called(unit, ref, CallOutcome.WRONG_NUMBER)
    numbers = [_number(one, reached, wrong) for one in everyone if one["phone"]]
    addresses = [
        Known("email", one["email"], one["created_at"]) for one in everyone if one["email"]
    ]
    return [*numbers, *addresses]


def _number(one: Any, reached: dict[str, datetime], wrong: dict[str, datetime]) -> Known:
    """A number that was wrong and then right again is right."""
    phone = one["phone"]
    right, not_theirs = reached.get(phone), wrong.get(phone)
    if right and not_theirs and right > not_theirs:
        not_theirs = None
    return Known("phone", phone, one["created_at"], right, not_theirs)


def _reached(unit: Unit, ref: str) -> dict[str, datetime]:
    """The numbers at which a colleague spoke to them, and when last."""
    return _called(unit, ref, CallOutcome.REACHED)


def _called(unit: Unit, ref: str, outcome: CallOutcome) -> dict[str, datetime]:
    """The numbers at which a call to this person ended so, and when last."""
    joined = attempts.join(callbacks, callbacks.c.ref == attempts.c.callback)
    ended = (callbacks.c.contact == ref, attempts.c.outcome == outcome.value)
    found = select(attempts.c.phone, attempts.c.created_at).select_from(joined).where(*ended)
    rows = unit.connection.execute(found.order_by(attempts.c.position)).all()
    return {phone: at for phone, at in rows}


def _count(unit: Unit, table: Any, ref: str, states: tuple[str, ...]) -> int:
    mine = (table.c.contact == ref, table.c.status.in_(states))
    counted = select(func.count()).select_from(table).where(*mine)
    return int(unit.connection.execute(counted).scalar_one())
