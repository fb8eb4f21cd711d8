"""What there is to do: callbacks by their hour, cases by their urgency, each with its person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Table, case, func, select

from actions.crm.customers import late, signals
from actions.crm.customers.signals import Signal
from actions.crm.customers.tables import assignments
from actions.crm.embedded.tables import attempts, callbacks, cases, contacts
from actions.crm.embedded.transactions import Unit
from actions.crm.embedded.values import plain
from bot.clock import PARIS

PAGE = 50
URGENCY = {"urgent": 0, "high": 1, "normal": 2, "low": 3}


@dataclass(frozen=True)
class Wanted:
    """Which; `status` may be `todo` (still to do) or `all`. `late` ones are of any day."""

    day: date | None = None
    queue: str = ""
    status: str = "todo"
    mine: str = ""
    late: bool = False
    signal: Signal | None = None
    page: int = 0


@dataclass(frozen=True)
class Task:
    """A callback or a case. `due`: when it must be done; `tries`: calls that reached nobody."""

    ref: str
    kind: str
    title: str
    due: datetime
    is_late: bool
    status: str
    queue: str
    contact: str
    name: str
    phone: str
    email: str
    language: str
    priority: str
    conversation: str
    assigned: str
    created_at: datetime
    text: str = ""
    tries: int = 0
    signals: tuple[Signal, ...] = ()
    row: Any = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Page:
    tasks: tuple[Task, ...]
    queues: tuple[str, ...]
    more: bool


def callbacks_page(unit: Unit, wanted: Wanted) -> Page:
    conditions = _shared(unit, callbacks, wanted, late.TO_BE_MADE, late.callback_is_late(unit.now))
    if wanted.queue:
        conditions.append(callbacks.c.queue == plain(wanted.queue))
    if wanted.day and not wanted.late:
        start = datetime.combine(wanted.day, time(), PARIS)
        following = datetime.combine(wanted.day + timedelta(days=1), time(), PARIS)
        conditions += [callbacks.c.start >= start, callbacks.c.start < following]
    order = (callbacks.c.start, callbacks.c.position)
    return _page(unit, callbacks, conditions, order, wanted, callbacks.c.queue)


def cases_page(unit: Unit, wanted: Wanted) -> Page:
    unresolved = (late.OPEN, late.WAITING)
    conditions = _shared(unit, cases, wanted, unresolved, late.case_is_late(unit.now))
    if wanted.queue:
        conditions.append(cases.c.category == plain(wanted.queue))
    if wanted.day and not wanted.late:
        start = datetime.combine(wanted.day, time(), PARIS)
        following = datetime.combine(wanted.day + timedelta(days=1), time(), PARIS)
        conditions += [cases.c.created_at >= start, cases.c.created_at < following]
    order = (case(URGENCY, value=cases.c.priority, else_=9), cases.c.position)
    return _page(unit, cases, conditions, order, wanted, cases.c.category)


def task(unit: Unit, kind: str, ref: str) -> Task | None:
    table = {"callback": callbacks, "case": cases}[kind]
    found = _joined(table).where(table.c.ref == plain(ref).upper())
    row = unit.connection.execute(found).mappings().first()
    return _tasks(unit, table, [row])[0] if row else None


def late_count(unit: Unit) -> dict[str, int]:
    """How many callbacks and cases should have been seen to already."""
    asked = {"callback": late.callback_is_late(unit.now), "case": late.case_is_late(unit.now)}
    tables = {"callback": callbacks, "case": cases}
    return {
        kind: int(
            unit.connection.execute(
                select(func.count()).select_from(tables[kind]).where(condition)
            ).scalar_one()
        )
        for kind, condition in asked.items()
    }


def _shared(
    unit: Unit, table: Table, wanted: Wanted, unfinished: tuple[str, ...], is_late: Any
) -> list[Any]:
    conditions = []
    if wanted.status == "todo":
        conditions.append(table.c.status.in_(unfinished))
    elif wanted.status != "all":
        conditions.append(table.c.status == plain(wanted.status))
    if wanted.late:
        conditions.append(is_late)
    if wanted.mine:
        conditions.append(assignments.c.who == wanted.mine)
    if wanted.signal:
        conditions.append(table.c.contact.in_(signals.showing(unit, wanted.signal)))
    return conditions


def _page(
    unit: Unit, table: Table, conditions: list[Any], order: tuple[Any, ...], wanted: Wanted,
    queue: Any,
) -> Page:  # fmt: skip
    found = _joined(table).where(*conditions).order_by(*order)
    rows = unit.connection.execute(found.offset(wanted.page * PAGE).limit(PAGE + 1)).mappings()
    some = rows.all()
    queues = unit.connection.execute(select(queue).distinct().order_by(queue)).scalars()
    return Page(tuple(_tasks(unit, table, some[:PAGE])), tuple(queues), len(some) > PAGE)


def _joined(table: Table) -> Any:
    person = [contacts.c[one].label(f"_{one}") for one in ("name", "phone", "email", "language")]
    joined = table.join(contacts, contacts.c.ref == table.c.contact).outerjoin(
        assignments, assignments.c.ref == table.c.ref
    )
    return select(table, *person, assignments.c.who.label("_who")).select_from(joined)


def _tasks(unit: Unit, table: Table, rows: list[Any]) -> list[Task]:
    flags = signals.of(unit, {row["contact"] for row in rows})
    tries = _tries(unit, [row["ref"] for row in rows]) if table is callbacks else {}
    make = _callback if table is callbacks else _case
    return [
        make(unit, row, signals=flags.get(row["contact"], ()), tries=tries.get(row["ref"], 0))
        for row in rows
    ]


def _callback(unit: Unit, row: Any, **more: Any) -> Task:
    is_late = row["status"] in late.TO_BE_MADE and row["end"] < unit.now
    return Task(
        **_person(row),
        kind="callback", title=row["reason"], due=row["start"], is_late=is_late,
        queue=row["queue"], phone=row["phone"], language=row["language"], priority="",
        text=row["reason"], **more,
    )  # fmt: skip


def _case(unit: Unit, row: Any, **more: Any) -> Task:
    due = late.due_of(row)
    return Task(
        **_person(row),
        kind="case", title=row["subject"], due=due,
        is_late=row["status"] == late.OPEN and due < unit.now,
        queue=row["category"], phone=row["_phone"] or "", language=row["_language"],
        priority=row["priority"], text=row["description"], **more,
    )  # fmt: skip


def _person(row: Any) -> dict[str, Any]:
    named = ("ref", "status", "contact", "conversation", "created_at")
    return {
        **{name: row[name] for name in named},
        "name": row["_name"],
        "email": row["_email"] or "",
        "assigned": row["_who"] or "",
        "row": row,
    }


def _tries(unit: Unit, refs: list[str]) -> dict[str, int]:
    made = attempts.c.callback.in_(refs)
    counted = select(attempts.c.callback, func.count()).where(made).group_by(attempts.c.callback)
    return {ref: int(number) for ref, number in unit.connection.execute(counted)}
