"""What became of some letters: what the desk may truly say of them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.tables import State, circuits, letters
from actions.crm.port import Outcome
from bot.clock import machine_time


def outcome_of(unit: Unit, positions: Sequence[int]) -> Outcome:
    """The least happy of them: one refused for good, else one that failed and is for later."""
    found = select(letters.c.state, letters.c.attempts, letters.c.problem, circuits.c.open_until)
    joined = found.select_from(letters.outerjoin(circuits, circuits.c.crm == letters.c.crm))
    rows = unit.connection.execute(joined.where(letters.c.position.in_(positions))).all()
    if all(row.state == State.DELIVERED.value for row in rows):
        return Outcome.DELIVERED
    if any(row.state == State.DEAD.value for row in rows):
        return Outcome.REFUSED
    moment = machine_time()
    held_up = [one for one in rows if one.problem or (one.open_until and one.open_until > moment)]
    return Outcome.LATER if held_up else Outcome.ON_ITS_WAY
