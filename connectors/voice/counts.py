"""What the telephone counts, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0, 4.0)
STAGES = ("silence", "recognised", "answered", "first_sound")


class Counts:
    """Counters of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._calls = Counter(
            "guichet_calls", "Calls, by line and outcome.", ("line", "outcome"),
            registry=self.registry,
        )
        self._open = Gauge(
            "guichet_open_calls", "Calls held now.", ("line",), registry=self.registry
        )
        self._events = Counter(
            "guichet_voice_events", "What happened in calls.", ("event",), registry=self.registry
        )
        self._seconds = Histogram(
            "guichet_voice_seconds", "Seconds of each stage of a turn.", ("stage",),
            buckets=_SECONDS, registry=self.registry,
        )

        self._lost = Gauge(
            "guichet_recognisers_lost", "Recogniser processes that were replaced, by reason.",
            ("reason",), registry=self.registry,
        )

    def call(self, line: str, outcome: str) -> None:
        self._calls.labels(line, outcome).inc()

    def event(self, name: str) -> None:
        self._events.labels(name).inc()

    def note(self, name: str, value: float) -> None:
        """A stage's seconds, or one more of an event."""
        if name in STAGES:
            self._seconds.labels(name).observe(value)
        else:
            self.event(name)

    def lost(self, losses: Mapping[str, int]) -> None:
        """Why recognisers were replaced since the start."""
        for reason, number in losses.items():
            self._lost.labels(reason).set(number)

    @contextmanager
    def open_call(self, line: str) -> Iterator[None]:
        with self._open.labels(line).track_inprogress():
            yield

    def as_text(self) -> bytes:
        """In Prometheus's text format."""
        return bytes(generate_latest(self.registry))
