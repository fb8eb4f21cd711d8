"""How sure we are that the first article answers the question, as a probability."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge_base.ranking import SHARPNESS, Ranker, Ranking

SHIPPED = Path(__file__).parent / "calibration" / "calibration.json"
CERTAIN = 8.0


@dataclass(frozen=True)
class Evidence:
    """What speaks for an article, in measures that mean the same in any knowledge base.

    `nearest` and `typical` are cosines, `log_odds` weighs it against all the others together,
    `coverage` is the share of the question's words that it has, and `elsewhere` is how close
    the question is to questions that no company's articles answer.
    """

    nearest: float
    typical: float
    log_odds: float
    coverage: float
    words: float
    elsewhere: float


@dataclass(frozen=True)
class Calibration:
    """A logistic regression over standardised evidence, and the two thresholds."""

    mean: tuple[float, ...]
    spread: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    answer_from: float
    suggest_from: float

    def confidence(self, evidence: Evidence) -> float:
        """The probability that the first article is the right one."""
        terms = zip(astuple(evidence), self.mean, self.spread, self.weights, strict=True)
        total = self.intercept + sum(w * (x - m) / s for x, m, s, w in terms)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def shipped_calibration() -> Calibration:
    """The calibration trained by `python -m knowledge_base.calibration.train`."""
    return calibration_from(json.loads(SHIPPED.read_text(encoding="utf-8")))


def calibration_from(content: Mapping[str, Any]) -> Calibration:
    """A calibration from its JSON; features must be the ones that this program measures."""
    names = list(Evidence.__dataclass_fields__)
    if list(content["features"]) != names:
        raise ValueError("the calibration was trained on other features")
    return Calibration(
        mean=tuple(content["mean"]),
        spread=tuple(content["spread"]),
        weights=tuple(content["weights"]),
        intercept=content["intercept"],
        answer_from=content["answer_from"],
        suggest_from=content["suggest_from"],
    )


def evidence(ranker: Ranker, ranking: Ranking, place: int = 0) -> Evidence:
    """The evidence for the article at some place of a ranking, the first one by default."""
    chosen = int(ranking.order[place])
    words = ranking.question
    return Evidence(
        nearest=float(ranking.nearest[chosen]),
        typical=float(ranking.typical[chosen]),
        log_odds=_log_odds(ranking, chosen),
        coverage=ranker.lexicons[ranking.language].coverage(words, chosen),
        words=math.log1p(len(words)),
        elsewhere=ranking.elsewhere,
    )


def _log_odds(ranking: Ranking, chosen: int) -> float:
    """One article against the others, if belief grew with the exponent of the score.

    The only article of a knowledge base stands against everyday questions.
    """
    scores = SHARPNESS * ranking.fused
    others = np.delete(scores, chosen)
    if not len(others):
        others = np.array([SHARPNESS * ranking.elsewhere])
    top = float(others.max())
    against = top + math.log(float(np.exp(others - top).sum()))
    return max(-CERTAIN, min(CERTAIN, float(scores[chosen]) - against))
