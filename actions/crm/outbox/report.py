"""How the outbox stands, for somebody at a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from actions.crm.outbox.breaker import Breaker, Circuit
from actions.crm.outbox.dead_letters import listed, replay
from actions.crm.outbox.mail import Letter, Mail
from actions.crm.outbox.tables import State
from bot.database import engine
from bot.settings import settings

SHOWN = 20


@dataclass(frozen=True)
class Report:
    crm: str
    counts: dict[State, int]
    circuit: Circuit
    dead: list[Letter]
    waiting: list[Letter]
    replayed: int

    def as_json(self) -> dict[str, Any]:
        return {
            "crm": self.crm,
            "letters": {state.value: number for state, number in self.counts.items()},
            "left_alone_until": _iso(self.circuit.open_until),
            "problem": self.circuit.problem,
            "replayed": self.replayed,
            "dead": [_letter(one) for one in self.dead],
            "waiting": [_letter(one) for one in self.waiting],
        }

    def as_text(self) -> str:
        counts = ", ".join(f"{number} {state.value}" for state, number in self.counts.items())
        lines = [f"{self.crm}: {counts}"]
        if self.replayed:
            lines.append(f"{self.replayed} sent again")
        if self.circuit.open_until:
            until = f"{self.circuit.open_until:%H:%M:%S} UTC"
            lines.append(f"it does not answer ({self.circuit.problem}): left alone until {until}")
        lines += [_line(one) for one in (*self.dead, *self.waiting)[:SHOWN]]
        if self.dead:
            lines.append("send again: guichet crm outbox --replay NUMBER, or --replay-all")
        return "\n".join(lines)


def report(positions: Sequence[int], everything: bool) -> Report:
    """How it stands, once the dead letters that are named have been put back."""
    database, crm = engine(), settings().crm
    again = replay(database, crm, () if everything else positions) if positions or everything else 0
    return Report(
        crm,
        Mail(database, crm).counts(),
        Breaker(database, crm).circuit(),
        listed(database, crm, State.DEAD),
        listed(database, crm, State.WAITING),
        again,
    )


def _letter(one: Letter) -> dict[str, Any]:
    return {
        "number": one.position,
        "kind": one.kind.value,
        "ref": one.ref,
        "state": one.state.value,
        "attempts": one.attempts,
        "problem": one.problem,
        "created_at": _iso(one.created_at),
        "due_at": _iso(one.due_at),
    }


def _line(one: Letter) -> str:
    why = f" · {one.problem}" if one.problem else ""
    return f"  {one.position} {one.state.value} {one.kind.value} {one.ref} ({one.attempts}×){why}"


def _iso(moment: Any) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
