"""Whether answers that nobody tuned anything on keep a promise, and how sure that is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from scipy.stats import beta

SURE = 0.95
MOST = 10_000_000  # answers; what needs more is out of reach
State = Literal["kept", "broken", "unproven"]


@dataclass(frozen=True)
class Check:
    """Answers to held-out verdicts: how many, how many wrong, and where the true share lies."""

    questions: int
    given: int
    wrong: int

    @property
    def share(self) -> float:
        return self.wrong / self.given if self.given else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which error rates the true one lies, 95 times in a hundred."""
        return exact_interval(self.wrong, self.given)

    def state(self, rate: float) -> State:
        low, high = self.interval
        if high <= rate:
            return "kept"
        return "broken" if low > rate else "unproven"

    def needed(self, rate: float) -> int | None:
        """How many more verdicts would prove it, if they went as these did; None: none would."""
        wanted = _answers_needed(self, rate)
        if wanted is None:
            return None
        answered = self.given / self.questions if self.given else 1.0
        return math.ceil(2 * max(0, wanted - self.given) / answered)  # half of them are held out


def exact_interval(wrong: int, given: int) -> tuple[float, float]:
    """Clopper's and Pearson's interval (1934): exact, and never too narrow."""
    if not given:
        return 0.0, 1.0
    tail = (1 - SURE) / 2
    low = float(beta.ppf(tail, wrong, given - wrong + 1)) if wrong else 0.0
    high = float(beta.ppf(1 - tail, wrong + 1, given - wrong)) if wrong < given else 1.0
    return low, high


def _answers_needed(check: Check, rate: float) -> int | None:
    """The fewest answers, with the same share wrong, whose interval stays below the rate."""
    if check.share >= rate:
        return None
    low = high = max(1, check.given)
    while not _proven(check.share, high, rate):
        low, high = high, 2 * high
        if high > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _proven(check.share, middle, rate) else (middle, high)
    return high


def _proven(share: float, answers: int, rate: float) -> bool:
    return exact_interval(math.ceil(share * answers), answers)[1] <= rate
