"""Letters that the CRM refuses, or does not take for hours: a person is asked to see to them."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from actions.crm.embedded.tables import cases, contacts
from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.mail import REASON, Letter, read
from actions.crm.outbox.tables import State, letters
from actions.crm.port import CaseStatus, Kind, Priority
from actions.fields.references import new_reference
from bot.clock import machine_time
from bot.database import read_only

UNDELIVERED = "undelivered"
log = structlog.get_logger()


def bury(database: Engine, one: Letter, problem: str) -> None:
    """Refused for good: a case of the desk's own asks a colleague to see to it."""
    moment = machine_time()
    dead = {"state": State.DEAD.value, "problem": problem[:REASON], "settled_at": moment}
    with database.begin() as connection:
        connection.execute(letters.update().where(letters.c.position == one.position).values(dead))
        ask_somebody(Unit(connection, moment, new_reference), one, problem)
    log.error(
        "crm delivery given up", letter=one.position, kind=one.kind.value, ref=shown(one),
        attempts=one.attempts, reason=problem,
    )  # fmt: skip


def replay(database: Engine, crm: str, positions: Sequence[int] = ()) -> int:
    """Send dead letters again, these or all; how many. The cases that asked are closed."""
    dead = [letters.c.crm == crm, letters.c.state == State.DEAD.value]
    if positions:
        dead.append(letters.c.position.in_(positions))
    moment = machine_time()
    fresh = {"state": State.WAITING.value, "attempts": 0, "due_at": moment}
    fresh |= {"settled_at": None, "waits_since": None, "told_at": None}
    with database.begin() as connection:
        rows = connection.execute(select(letters.c.position).where(*dead)).scalars().all()
        connection.execute(letters.update().where(letters.c.position.in_(rows)).values(fresh))
        _close(connection, rows)
    return len(rows)


def arrived_late(database: Engine, one: Letter) -> None:
    """Nobody need see to it any more."""
    with database.begin() as connection:
        _close(connection, [one.position])


def listed(database: Engine, crm: str, state: State, limit: int = 200) -> list[Letter]:
    """Letters in a state, newest first."""
    found = select(letters).where(letters.c.crm == crm, letters.c.state == state.value)
    newest = found.order_by(letters.c.position.desc()).limit(limit)
    with read_only(database) as connection:
        return [read(row) for row in connection.execute(newest).mappings()]


def _close(connection: Connection, positions: Sequence[int]) -> None:
    asked = cases.c.external_ref.in_([_asking(position) for position in positions])
    connection.execute(cases.update().where(asked).values(status=CaseStatus.CLOSED.value))


def ask_somebody(unit: Unit, one: Letter, problem: str) -> None:
    """One case for a letter, whatever befalls it; for nobody when the person is unknown."""
    if unit.one(contacts, contacts.c.ref == one.contact) is None:
        return
    key = _asking(one.position)
    if known := unit.one(cases, cases.c.external_ref == key):
        unit.update(
            cases, known["ref"], status=CaseStatus.OPEN.value, description=_why(one, problem)
        )
        return
    unit.insert(
        cases,
        ref=unit.new_ref(cases, "D"),
        external_ref=key,
        subject=shown(one),
        description=_why(one, problem),
        category=UNDELIVERED,
        priority=Priority.HIGH.value,
        status=CaseStatus.OPEN.value,
        contact=one.contact,
        conversation="",
    )


def _asking(position: int) -> str:
    return f"undelivered-{position}"


def _why(one: Letter, problem: str) -> str:
    return f"{one.kind.value} {shown(one)} · {problem}"


def shown(one: Letter) -> str:
    """The record's reference; notes and consents have a key, whose beginning says enough."""
    return one.ref[:12] if one.kind in (Kind.NOTE, Kind.CONSENT) else one.ref
