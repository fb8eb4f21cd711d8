"""Callbacks that nobody made are not forgotten: they are closed, and a case asks why.

Where the company has a CRM of its own, it is asked first: a call that was made, cancelled or moved
there was not missed. While it does not answer, nobody is accused, for a day at most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Event

import structlog
from prometheus_client import CollectorRegistry, Counter
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.crm.customers.books import changing, looking, tell
from actions.crm.embedded import overdue
from actions.crm.outbox.asking import Ask, asking, nobody_asked
from actions.crm.outbox.round import Round, round_of
from actions.crm.thread import WorkThread
from bot.database import engine

LOOK_AGAIN = 60.0  # seconds between two looks
GRACE = timedelta(days=1)  # for those that the company's CRM could not be asked about
log = structlog.get_logger()


class Expiry:
    """Looks for them while it has the round: one process of a desk at a time."""

    def __init__(
        self,
        database: Engine,
        round: Round,
        count: Callable[[int], None],
        ask: Ask = nobody_asked,
    ) -> None:
        """`ask` notes what the company's CRM says; those that it could not be asked about."""
        self._database, self._round, self._count, self._ask = database, round, count, ask

    def look(self) -> int:
        """Close all that is due; how many that were."""
        done, seen = 0, set[str]()
        while self._round.held() and (late := self._late(seen)):
            some = self._close(late)
            seen.update(late)
            done += some
            if some:
                log.error("callbacks that nobody made in time", callbacks=some)
                self._count(some)
        return done

    def _late(self, seen: set[str]) -> Sequence[str]:
        with looking(self._database) as unit:
            return overdue.late(unit, seen)

    def _close(self, late: Sequence[str]) -> int:
        """The company is asked before the transaction, which nobody then waits for."""
        unreached = self._ask(late)
        asked = [ref for ref in late if ref not in unreached]
        with changing(self._database) as unit:
            done = overdue.expire(unit, tell, asked)
            return done + overdue.expire(unit, tell, sorted(unreached), GRACE)

    def work(self, stopped: Event) -> None:
        """Until `stopped`; a database that is away is for the next look."""
        while True:
            try:
                self.look()
            except (SQLAlchemyError, OSError) as error:
                log.warning("callbacks not looked through", error=type(error).__name__)
            if stopped.wait(LOOK_AGAIN):
                break
        self._round.leave()


def expiry_thread(registry: CollectorRegistry) -> WorkThread:
    """What a gateway runs beside serving."""
    counted = Counter(
        "guichet_callbacks_expired", "Callbacks that nobody made in time.", registry=registry
    )

    def expiry() -> Expiry:
        database = engine()
        round = round_of(database, "expiry")
        return Expiry(database, round, counted.inc, asking(database))

    return WorkThread("expiry", lambda stopped: expiry().work(stopped))
