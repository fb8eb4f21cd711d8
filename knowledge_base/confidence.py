"""How sure we are that the first article answers the question, as a probability."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge_base.ranking import Ranker, Ranking

SHIPPED = Path(__file__).parent / "calibration" / "calibration.json"


@dataclass(frozen=True)
class Evidence:
    """What speaks for the first article, in measures that no knowledge base's size changes.

    Cosine differences are counted in spreads of unrelated cosines.
    """

    cosine: float
    surprise: float
    nearest_surprise: float
    typical_surprise: float
    margin: float
    typical_margin: float
    share: float
    fused_margin: float
    coverage: float
    lexical_margin: float
    words: float
    other_language: float


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
    first = int(ranking.order[place])
    others = np.delete(np.arange(len(ranking.order)), first)
    mean, spread = ranking.noise
    lexicon = ranker.lexicons.get(ranking.language)
    shared = ranking.language in ranker.by_id[ranker.ids[first]]
    best_words = max(float(ranking.lexical.max()), 1e-6)
    words = ranking.question
    return Evidence(
        cosine=float(ranking.nearest[first]),
        surprise=float(ranking.dense[first] - mean) / spread,
        nearest_surprise=float(ranking.nearest[first] - mean) / spread,
        typical_surprise=float(ranking.typical[first] - mean) / spread,
        margin=_margin(ranking.dense, first, others) / spread,
        typical_margin=_margin(ranking.typical, first, others) / spread,
        share=_share(ranking.dense / spread, first),
        fused_margin=_margin(ranking.fused, first, others),
        coverage=lexicon.coverage(words, first) if lexicon else 0.0,
        lexical_margin=_margin(ranking.lexical, first, others) / best_words,
        words=math.log1p(len(words)),
        other_language=float(not shared),
    )


def _margin(scores: Any, first: int, others: Any) -> float:
    """How far the first is above (or below) the best of the others."""
    return float(scores[first] - scores[others].max()) if len(others) else float(scores[first])


def _share(scores: Any, first: int) -> float:
    """What the first would get if articles shared belief by their closeness."""
    beliefs = np.exp(2 * (scores - scores.max()))
    return float(beliefs[first] / beliefs.sum())
