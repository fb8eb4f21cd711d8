"""Effort, satisfaction and recommendation: what a handful of scores says, and how surely."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_base.curation.counting import wilson

KINDS = ("ces", "csat", "nps")
SCALES = {"ces": (1.0, 5.0), "csat": (0.0, 1.0), "nps": (-100.0, 100.0)}  # of the measure


@dataclass(frozen=True)
class Scores:
    """How often each score was given to one kind of question."""

    kind: str
    given: Mapping[int, int]

    @property
    def answers(self) -> int:
        return sum(self.given.values())

    @property
    def value(self) -> float | None:
        """CES: the mean, 1 to 5. CSAT: the share of 4 and 5. NPS: from -100 to 100."""
        if not self.answers:
            return None
        if self.kind == "ces":
            return sum(score * count for score, count in self.given.items()) / self.answers
        if self.kind == "csat":
            return self._share(4, 5)
        return 100 * (self._share(9, 10) - self._share(0, 6))

    @property
    def interval(self) -> tuple[float, float]:
        """Between which values the true one lies, about 95 times in a hundred.

        Each measure is the mean of something that lies within bounds; no such mean varies more
        than a share does, so that Wilson's interval of a share is wide enough for all of them.
        """
        low, high = SCALES[self.kind]
        value = low if self.value is None else self.value
        share = (value - low) / (high - low)
        edges = wilson(share * self.answers, self.answers)
        return (low + edges[0] * (high - low), low + edges[1] * (high - low))

    @property
    def on_scale(self) -> tuple[float, float, float] | None:
        """The value and its interval, from 0 (the worst there is) to 1; None without answers."""
        if self.value is None:
            return None
        low, high = SCALES[self.kind]
        value, least, most = ((one - low) / (high - low) for one in (self.value, *self.interval))
        return value, least, most

    def _share(self, low: int, high: int) -> float:
        counted = sum(count for score, count in self.given.items() if low <= score <= high)
        return counted / self.answers
