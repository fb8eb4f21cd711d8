"""From which confidence on the bot may answer, so that few enough answers are wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge_base.curation.checking import Check, State
from knowledge_base.curation.recalibration import Label, Numbers, Recalibration, recalibrated

RATES = (0.01, 0.02, 0.03, 0.05)
ENOUGH = 30  # below so many, questions say nothing about the next ones
POINTS = 200
NEVER = 1.01  # a confidence that nothing reaches


@dataclass(frozen=True)
class Point:
    """What would be answered, and how much of that wrongly, from one confidence on."""

    answer_from: float
    answered: float
    wrong: float


@dataclass(frozen=True)
class Proposal:
    """A promise that may be made: `answered` is the share of past questions it would answer."""

    rate: float
    recalibration: Recalibration
    answer_from: float
    answered: float
    verdicts: int
    check: Check
    curve: tuple[Point, ...]

    @property
    def state(self) -> State:
        return self.check.state(self.rate)

    @property
    def needed(self) -> int | None:
        return None if self.state == "kept" else self.check.needed(self.rate)


def proposed(labels: Sequence[Label], traffic: Sequence[float], rate: float) -> Proposal:
    """The best that can be promised. `traffic`: log odds of what was really asked.

    The confidence is fitted and the point chosen on one half of the groups; the other half,
    which neither has seen, checks them.
    """
    fitted = [label for label in labels if not label.is_held_out]
    new = recalibrated(fitted)
    asked = new.confidences(traffic if len(traffic) >= ENOUGH else [one.odds for one in labels])
    start = max(_expected(asked, rate), _seen(fitted, new, rate))
    check = checked(labels, new, start)
    share = float((asked >= start).mean()) if len(asked) else 0.0
    verdicts = sum(label.is_verdict for label in labels)
    return Proposal(rate, new, start, share, verdicts, check, curve(*_told(_kept(labels), new)))


def checked(labels: Sequence[Label], new: Recalibration, start: float) -> Check:
    """How those held-out verdicts went that are answered from one confidence on."""
    sure, right = _told(_kept(labels), new)
    given = sure >= start
    return Check(len(sure), int(given.sum()), int((given & ~right).sum()))


def curve(sure: Numbers, right: Numbers) -> tuple[Point, ...]:
    """The answered share against the wrong share, from the surest answer to all of them."""
    order = np.argsort(-sure, kind="stable")
    sure, wrong = sure[order], np.cumsum(~right[order].astype(bool))
    ends = np.flatnonzero(_last_of_ties(sure))
    if len(ends) > POINTS:
        ends = ends[np.linspace(0, len(ends) - 1, POINTS).astype(int)]
    return tuple(
        Point(float(sure[end]), float((end + 1) / len(sure)), float(wrong[end] / (end + 1)))
        for end in ends
    )


def _kept(labels: Sequence[Label]) -> list[Label]:
    return [label for label in labels if label.is_held_out and label.is_verdict]


def _expected(sure: Numbers, rate: float) -> float:
    """From where on the confidences themselves expect no more wrong answers than promised."""
    if len(sure) < ENOUGH:
        return 1 - rate
    return _lowest(sure, 1 - sure, rate)


def _seen(labels: Sequence[Label], new: Recalibration, rate: float) -> float:
    """From where on no more of the verdicts were wrong, when there are enough to tell."""
    sure, right = _told([label for label in labels if label.is_verdict], new)
    return _lowest(sure, (~right).astype(float), rate) if len(sure) >= ENOUGH else 0.0


def _lowest(sure: Numbers, errors: Numbers, rate: float) -> float:
    order = np.argsort(-sure, kind="stable")
    share = np.cumsum(errors[order]) / np.arange(1, len(order) + 1)
    allowed = np.flatnonzero((share <= rate) & _last_of_ties(sure[order]))
    return float(sure[order][allowed[-1]]) if len(allowed) else NEVER


def _last_of_ties(ordered: Numbers) -> Numbers:
    ends: Numbers = np.append(ordered[1:] != ordered[:-1], len(ordered) > 0)[: len(ordered)]
    return ends


def _told(labels: Sequence[Label], new: Recalibration) -> tuple[Numbers, Numbers]:
    right = np.array([label.right for label in labels], bool)
    return new.confidences([label.odds for label in labels]), right
