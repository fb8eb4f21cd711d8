"""Whether a PBX is still there: what it sends, and what it takes."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

_FULL = 4_000  # bytes waiting to be sent: the PBX takes none, and more would only be late


@dataclass(frozen=True)
class Patience:
    """Seconds that a PBX may send nothing, and take nothing, before we hold it for gone.

    `tuning` is how long we wait for its first sound, to answer at that rate; then 8 kHz it is.
    """

    quiet: float = 180.0
    stuck: float = 10.0
    tuning: float = 0.5


PATIENT = Patience()


class Watch:
    """Looks at the clock whenever something was heard, or may be said."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._heard = self._taken = monotonic()
        self._tuned_by = self._heard + patience.tuning

    def heard(self) -> None:
        self._heard = monotonic()

    def tuned(self) -> None:
        """The rate is known."""
        self._tuned_by = 0.0

    def may_send(self, waiting: int) -> bool:
        """Whether more may follow the bytes that wait to be taken."""
        now = monotonic()
        if waiting < _FULL:
            self._taken = now
        return waiting < _FULL and now >= self._tuned_by

    @property
    def is_gone(self) -> bool:
        now = monotonic()
        quiet, stuck = now - self._heard, now - self._taken
        return quiet > self._patience.quiet or stuck > self._patience.stuck
