"""How the outbox stands, for Prometheus: letters by state, and whether the CRM is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.mail import Mail


class Figures(Collector):
    """Read at each scrape; a database that is away leaves them out."""

    def __init__(self, database: Engine, crm: str) -> None:
        self._mail, self._breaker = Mail(database, crm), Breaker(database, crm)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing is read when it is registered."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            counts, late = self._mail.counts(), self._mail.late()
            left_alone = self._breaker.places(1) == 0
        except (SQLAlchemyError, OSError):
            return
        states = GaugeMetricFamily("guichet_crm_letters", "Letters to the CRM.", labels=["state"])
        for state, number in counts.items():
            states.add_metric([state.value], number)
        yield states
        yield GaugeMetricFamily(
            "guichet_crm_letters_late", "Letters on their way for hours.", late
        )
        yield GaugeMetricFamily(
            "guichet_crm_left_alone", "1 while the CRM is given time to recover.", int(left_alone)
        )
