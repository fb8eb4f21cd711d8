"""What the gateway counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from fastapi import APIRouter
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import Response

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Metrics:
    """Counts of one application; two applications in a process do not share them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._messages = Counter(
            "guichet_messages",
            "Messages received, by channel and outcome.",
            ("channel", "outcome"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "guichet_answer_seconds",
            "Seconds until the visitor read something.",
            ("channel",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._refusals = Counter(
            "guichet_refusals", "What was refused, by reason.", ("reason",), registry=self.registry
        )
        self._handovers = Counter(
            "guichet_handovers",
            "Codes given and taken between chat and telephone, by outcome.",
            ("step", "outcome"),
            registry=self.registry,
        )
        self._sockets = Gauge(
            "guichet_open_sockets", "Open connections.", ("door",), registry=self.registry
        )

    def message(self, channel: str, outcome: str, reason: str, seconds: float) -> None:
        self._messages.labels(channel, outcome).inc()
        self._seconds.labels(channel).observe(seconds)
        if reason:
            self.refusal(reason)

    def refusal(self, reason: str) -> None:
        self._refusals.labels(reason).inc()

    def handover(self, step: str, outcome: str) -> None:
        self._handovers.labels(step, outcome).inc()

    @contextmanager
    def socket(self, door: str) -> Iterator[None]:
        with self._sockets.labels(door).track_inprogress():
            yield


def router(metrics: Metrics, elsewhere: Callable[[], Awaitable[bytes]]) -> APIRouter:
    """`elsewhere` brings what another process counts, under names of its own."""
    routes = APIRouter(tags=["operations"])

    @routes.get("/metrics", response_class=Response)
    async def prometheus() -> Response:
        """Counts and latencies, the telephone's too, in Prometheus's text format."""
        counted = generate_latest(metrics.registry) + await elsewhere()
        return Response(counted, media_type=CONTENT_TYPE_LATEST)

    return routes
