"""Callbacks that nobody made are not forgotten: they are closed, and a case asks why."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import structlog
from prometheus_client import CollectorRegistry, Counter
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.crm.customers.books import changing, tell
from actions.crm.embedded import attempts
from actions.crm.outbox.round import Round, round_of
from actions.crm.thread import WorkThread
from bot.database import engine

LOOK_AGAIN = 60.0  # seconds between two looks
log = structlog.get_logger()


class Expiry:
    """Looks for them while it has the round: one process of a desk at a time."""

    def __init__(self, database: Engine, round: Round, count: Callable[[int], None]) -> None:
        self._database, self._round, self._count = database, round, count

    def look(self) -> int:
        """Close all that is due; how many that were."""
        done = 0
        while self._round.held():
            with changing(self._database) as unit:
                some = attempts.expire(unit, tell)
            if not some:
                break
            log.error("callbacks that nobody made in time", callbacks=some)
            self._count(some)
            done += some
        return done

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
        return Expiry(database, round_of(database, "expiry"), counted.inc)

    return WorkThread("expiry", lambda stopped: expiry().work(stopped))
