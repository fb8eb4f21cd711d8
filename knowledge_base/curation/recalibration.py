"""What people decided, turned into a better sense of how sure an answer is.

The shipped confidence is a logistic regression. Platt's scaling stretches and shifts its log odds,
so what comes out is a calibration of the same kind, and nothing else has to know. The shipped one
is where it begins: few labels move it little.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit, log_expit

from knowledge_base.confidence import Calibration

Numbers: TypeAlias = npt.NDArray[np.float64]
STRETCH, SHIFT = 10.0, 4.0  # how firmly the shipped slope and height are believed, in labels
SLOPES = (0.2, 5.0)
WEAK = 0.3  # what a thumb counts for beside a person's verdict
EDGE = 1e-4  # confidences are told to four digits


@dataclass(frozen=True)
class Label:
    """A question whose first article was right or not, at the shipped calibration's log odds.

    `group`: questions that mean the same, which must not be on both sides of a check.
    """

    odds: float
    right: bool
    group: str
    weight: float = 1.0

    @property
    def is_verdict(self) -> bool:
        return self.weight == 1.0

    @property
    def is_held_out(self) -> bool:
        """Half of the groups are kept apart, always the same ones."""
        return hashlib.sha256(self.group.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True)
class Recalibration:
    """New log odds = slope times the shipped ones + shift. As it stands, it changes nothing."""

    slope: float = 1.0
    shift: float = 0.0

    def confidences(self, odds: Sequence[float] | Numbers) -> Numbers:
        """Probabilities, from the shipped calibration's log odds."""
        found: Numbers = expit(self.slope * np.asarray(odds, float) + self.shift)
        return found

    def odds_of(self, confidence: float) -> float:
        """The shipped calibration's log odds behind a confidence of this one."""
        return (log_odds(confidence) - self.shift) / self.slope

    def of(self, shipped: Calibration, answer_from: float) -> Calibration:
        """The calibration that the bot uses: answers from here on, suggests where it did."""
        suggest = float(self.confidences([log_odds(shipped.suggest_from)])[0])
        return replace(
            shipped,
            weights=tuple(self.slope * weight for weight in shipped.weights),
            intercept=self.slope * shipped.intercept + self.shift,
            answer_from=answer_from,
            suggest_from=min(suggest, answer_from),
        )


def log_odds(confidence: float) -> float:
    kept = min(1 - EDGE, max(EDGE, confidence))
    return math.log(kept / (1 - kept))


def recalibrated(labels: Sequence[Label]) -> Recalibration:
    """The likeliest stretch and shift, given the labels and a belief in the shipped ones."""
    if not labels:
        return Recalibration()
    odds = np.array([label.odds for label in labels], float)
    sign = np.array([1.0 if label.right else -1.0 for label in labels])
    weight = np.array([label.weight for label in labels])

    def loss(at: Numbers) -> float:
        doubt = STRETCH * (at[0] - 1) ** 2 + SHIFT * at[1] ** 2
        return float(doubt / 2 - (weight * log_expit(sign * (at[0] * odds + at[1]))).sum())

    found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[SLOPES, (-8.0, 8.0)])
    return Recalibration(round(float(found.x[0]), 6), round(float(found.x[1]), 6))


def fingerprint(calibration: Calibration) -> str:
    """A name for a calibration: a promise holds for the one that it was made on."""
    return hashlib.sha256(repr(astuple(calibration)).encode()).hexdigest()[:16]
