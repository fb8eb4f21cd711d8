"""The outbox, for programs: how it stands, and sending again what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field

from actions.crm.outbox.breaker import Breaker, Circuit
from actions.crm.outbox.dead_letters import listed, replay
from actions.crm.outbox.mail import Letter, Mail
from actions.crm.outbox.tables import State
from bot.settings import settings
from knowledge_base.console.declared import Api
from knowledge_base.console.numbers import Number
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.audit import record
from knowledge_base.curation.roles import Right

MOST = 200
api = Api()


@dataclass(frozen=True)
class Standing:
    """`crm` as in the settings; `embedded` has nothing to send."""

    crm: str
    counts: dict[State, int]
    circuit: Circuit
    dead: list[Letter]
    waiting: list[Letter]


class LetterOut(BaseModel):
    number: int
    kind: str
    ref: str
    attempts: int
    problem: str
    created_at: datetime
    due_at: datetime


class OutboxOut(BaseModel):
    """`left_alone_until`: the CRM does not answer, and is not asked before then."""

    crm: str
    counts: dict[str, int]
    left_alone_until: datetime | None
    problem: str
    dead: list[LetterOut]
    waiting: list[LetterOut]


class Again(BaseModel):
    numbers: list[Number] = Field([], max_length=MOST, description="none: all")


@api.get("/crm/outbox", right=Right.CUSTOMERS)
def outbox(visit: Here) -> OutboxOut:
    found = standing(visit)
    return OutboxOut(
        crm=found.crm,
        counts={state.value: number for state, number in found.counts.items()},
        left_alone_until=found.circuit.open_until,
        problem=found.circuit.problem,
        dead=[_plain(one) for one in found.dead],
        waiting=[_plain(one) for one in found.waiting],
    )


@api.post("/crm/outbox/again", right=Right.CUSTOMERS)
def send_again(visit: Here, wanted: Again) -> dict[str, int]:
    """How many dead letters wait again."""
    return {"sent": again(visit, wanted.numbers)}


def standing(visit: Visit, most: int = MOST) -> Standing:
    database, crm = visit.console.database, settings().crm
    return Standing(
        crm,
        Mail(database, crm).counts(),
        Breaker(database, crm).circuit(),
        listed(database, crm, State.DEAD, most),
        listed(database, crm, State.WAITING, most),
    )


def again(visit: Visit, numbers: Sequence[int]) -> int:
    """Put dead letters back, these or all; how many. Who did so is in the audit."""
    database = visit.console.database
    sent = replay(database, settings().crm, numbers)
    if sent:
        said = {"letters": sent, "numbers": [*numbers] or "all"}
        with database.begin() as connection:
            record(connection, visit.person.name, "outbox.again", settings().crm, None, said)
    return sent


def _plain(one: Letter) -> LetterOut:
    named = ("ref", "attempts", "problem", "created_at", "due_at")
    held = {name: getattr(one, name) for name in named}
    return LetterOut(number=one.position, kind=one.kind.value, **held)
