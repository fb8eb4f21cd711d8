"""The courier's bag: which letters may go now, and what is written down when one has gone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from actions.crm.outbox.tables import State, letters
from actions.crm.port import Kind
from bot.clock import machine_time
from bot.database import read_only

LONGEST_PAUSE = timedelta(hours=1)
UNSTEADY = timedelta(seconds=5)  # a clock that is set right by so little has not jumped
WAITING, SENDING = State.WAITING.value, State.SENDING.value
REASON = 200


@dataclass(frozen=True)
class Letter:
    """What has to be told to a CRM. `attempts` counts those that were begun."""

    position: int
    crm: str
    kind: Kind
    ref: str
    contact: str
    state: State
    attempts: int
    problem: str
    created_at: datetime
    due_at: datetime
    settled_at: datetime | None
    told_at: datetime | None


def read(row: Any) -> Letter:
    held = {one.name: row[one.name] for one in fields(Letter)}
    return Letter(**{**held, "kind": Kind(row["kind"]), "state": State(row["state"])})


class Mail:
    """The letters of one CRM; only the one courier who holds the round changes them."""

    def __init__(self, database: Engine, crm: str) -> None:
        self.database = database
        self.crm = crm
        self._mine = letters.c.crm == crm

    def due(self, limit: int) -> Sequence[Letter]:
        """Those that may go now, oldest first: of each person only the first that is left.

        Whoever waits since a moment that is still to come was written down by a clock that has
        jumped back since: nobody knows any more when its pause ends.
        """
        moment, since = machine_time(), letters.c.waits_since
        earlier = letters.alias()
        open_ones = earlier.c.state.in_((WAITING, SENDING))
        ahead = (earlier.c.contact == letters.c.contact, earlier.c.position < letters.c.position)
        first = ~select(earlier.c.position).where(*ahead, open_ones).exists()
        ripe = (letters.c.due_at <= moment) | since.is_(None) | (since > moment + UNSTEADY)
        found = select(letters).where(self._mine, letters.c.state == WAITING, ripe, first)
        with read_only(self.database) as connection:
            rows = connection.execute(found.order_by(letters.c.position).limit(limit)).mappings()
            return [read(row) for row in rows]

    def begin(self, some: Sequence[Letter]) -> None:
        """Written before anything is sent: whoever finds it so later knows that it may be there."""
        self._set([one.position for one in some], state=SENDING, attempts=letters.c.attempts + 1)

    def delivered(self, one: Letter) -> None:
        self._settle(one, State.DELIVERED, "")

    def later(self, one: Letter, problem: str, pause: float) -> None:
        now = machine_time()
        due = now + min(timedelta(seconds=pause), LONGEST_PAUSE)
        values = {"problem": problem[:REASON], "due_at": due, "waits_since": now}
        self._set([one.position], state=WAITING, **values)

    def recover(self, pause: float, besides: Iterable[int] = ()) -> int:
        """Letters whose courier vanished wait `pause` seconds: the last try may still arrive."""
        now = machine_time()
        again = {"state": WAITING, "due_at": now + timedelta(seconds=pause), "waits_since": now}
        lost = (letters.c.state == SENDING, letters.c.position.not_in(list(besides)))
        found = letters.update().where(self._mine, *lost)
        with self.database.begin() as connection:
            return int(connection.execute(found.values(again)).rowcount)

    def counts(self) -> dict[State, int]:
        found = select(letters.c.state, func.count()).where(self._mine).group_by(letters.c.state)
        with read_only(self.database) as connection:
            held = {State(state): int(number) for state, number in connection.execute(found)}
        return {state: held.get(state, 0) for state in State}

    def late(self) -> int:
        """How many of those that are left somebody was told of."""
        left = letters.c.state.in_((WAITING, SENDING))
        told = select(func.count()).where(self._mine, left, letters.c.told_at.is_not(None))
        with read_only(self.database) as connection:
            return int(connection.execute(told).scalar_one())

    def _settle(self, one: Letter, state: State, problem: str) -> None:
        values = {"state": state.value, "problem": problem[:REASON], "settled_at": machine_time()}
        self._set([one.position], **values)

    def _set(self, positions: Sequence[int], **values: Any) -> None:
        changed = letters.update().where(letters.c.position.in_(positions)).values(**values)
        with self.database.begin() as connection:
            connection.execute(changed)
