"""What the curation counts, for Prometheus: read now and then, never while it is asked for."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy.engine import Engine

from bot.database import read_only
from knowledge_base.curation import group_lists
from knowledge_base.curation.deliveries import GIVEN_UP, WAITING
from knowledge_base.curation.tables import drafts, releases
from knowledge_base.curation.webhooks import deliveries


class Figures:
    """Gauges of one process; `refresh` reads the database."""

    def __init__(self, database: Engine, registry: CollectorRegistry) -> None:
        self._engine = database
        self._groups = Gauge(
            "guichet_open_groups", "Groups of questions that nobody decided.", registry=registry
        )
        self._drafts = Gauge("guichet_drafts", "Drafts that wait.", registry=registry)
        self._releases = Gauge(
            "guichet_releases", "Releases, by state.", ("state",), registry=registry
        )
        self._news = Gauge(
            "guichet_webhook_deliveries",
            "News to subscribers, by state.",
            ("state",),
            registry=registry,
        )
        self._failures = Gauge(
            "guichet_chore_failures", "Failures of each chore.", ("chore",), registry=registry
        )
        self._gate = Gauge(
            "guichet_gate_seconds", "Seconds that the last check took.", registry=registry
        )

    def refresh(self, failures: Mapping[str, int], gate_seconds: float) -> None:
        by_release = sa.select(releases.c.state, sa.func.count()).group_by(releases.c.state)
        by_news = sa.select(deliveries.c.state, sa.func.count()).group_by(deliveries.c.state)
        standing = sa.select(sa.func.count()).select_from(drafts).where(drafts.c.kind != "gone")
        with read_only(self._engine) as reader:
            self._groups.set(group_lists.counts(reader)["groups"])
            self._drafts.set(reader.execute(standing).scalar() or 0)
            states = dict(reader.execute(by_release).all())
            news = dict(reader.execute(by_news).all())
        for state in ("scheduled", "live", "undone", "refused"):
            self._releases.labels(state).set(states.get(state, 0))
        for state in (WAITING, GIVEN_UP):
            self._news.labels(state).set(news.get(state, 0))
        for chore, count in failures.items():
            self._failures.labels(chore).set(count)
        self._gate.set(gate_seconds)
