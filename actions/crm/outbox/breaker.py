"""A CRM that does not answer is left alone for a while, then asked once, gently."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.crm.outbox.mail import UNSTEADY
from actions.crm.outbox.tables import circuits
from actions.crm.port import CrmUnavailable
from bot.clock import machine_time
from bot.database import read_only

FAILURES = 5  # in a row
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 60.0  # seconds


@dataclass(frozen=True)
class Circuit:
    """Open until a moment: nothing is sent; None: closed."""

    failures: int = 0
    pause: float = 0.0
    problem: str = ""
    open_until: datetime | None = None
    changed_at: datetime | None = field(default=None, compare=False)


class Breaker:
    """The circuit of one CRM, kept where every process can see it."""

    def __init__(self, database: Engine, crm: str) -> None:
        self._database = database
        self._crm = crm

    def circuit(self) -> Circuit:
        found = select(circuits).where(circuits.c.crm == self._crm)
        with read_only(self._database) as connection:
            row = connection.execute(found).mappings().first()
        names = ("failures", "pause", "problem", "open_until", "changed_at")
        return Circuit(**{name: row[name] for name in names}) if row else Circuit()

    def places(self, most: int) -> int:
        """How many letters may be under way: none, one to try, or `most`.

        A pause that began later than now, or ends later than any that we take, was written by a
        clock that jumped.
        """
        held, moment = self.circuit(), machine_time()
        if held.open_until is None:
            return most
        left = held.open_until - moment
        jumped = held.changed_at is not None and held.changed_at > moment + UNSTEADY
        return 0 if timedelta(0) < left < timedelta(hours=2) and not jumped else 1

    def answered(self) -> None:
        """It answered, be it with a refusal."""
        if self.circuit() != Circuit():
            self._keep(Circuit())

    def failed(self, error: CrmUnavailable, chance: float) -> bool:
        """It did not: after some times in a row, or when it asks for it, it is left alone.

        Whether that begins now.
        """
        held = self.circuit()
        failures = held.failures + 1
        asked = error.retry_after
        if failures < FAILURES and asked is None and not error.locked_out and not held.open_until:
            self._keep(Circuit(failures, problem=str(error)))
            return False
        grown = min(LONGEST_PAUSE, max(FIRST_PAUSE, 2 * held.pause))
        pause = max(grown * (0.5 + 0.5 * chance), asked or 0.0)
        until = machine_time() + timedelta(seconds=pause)
        self._keep(Circuit(failures, grown, str(error), until))
        return held.open_until is None

    def _keep(self, circuit: Circuit) -> None:
        values = {
            "failures": circuit.failures,
            "pause": circuit.pause,
            "problem": circuit.problem[:200],
            "open_until": circuit.open_until,
            "changed_at": machine_time(),
        }
        mine = circuits.c.crm == self._crm
        with self._database.begin() as connection:
            if not connection.execute(circuits.update().where(mine).values(values)).rowcount:
                connection.execute(circuits.insert().values(crm=self._crm, **values))
