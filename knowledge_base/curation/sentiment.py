"""Whether a comment is pleased or not, from its vector; where that is not plain, nothing is said.

Learnt on comments.csv by `python -m knowledge_base.calibration.sentiment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from bot.encoder import Vectors

SHIPPED = Path(__file__).parents[1] / "calibration" / "sentiment.npz"
POSITIVE, NEGATIVE, UNTOLD = "positive", "negative", ""
SURE = 0.8  # the chance from which a tone is told; never wrong on themes that were left out


@dataclass(frozen=True, eq=False)
class Sentiment:
    """Weights for vectors of one view, which `view` names."""

    view: str
    weights: Vectors
    intercept: float

    def chances(self, vectors: Vectors) -> Vectors:
        """How likely each is to be pleased."""
        chances: Vectors = 1 / (1 + np.exp(-(vectors @ self.weights + self.intercept)))
        return chances

    def told(self, vectors: Vectors) -> list[str]:
        return [_tone(float(one)) for one in self.chances(vectors)]

    def save(self, path: Path) -> None:
        weights = self.weights.astype(np.float32)
        np.savez_compressed(path, view=self.view, weights=weights, intercept=self.intercept)


def tones(view: str, vectors: Vectors) -> Sequence[str]:
    """The tone of each; of none where the weights were learnt on another view."""
    known = shipped()
    if known is None or known.view != view:
        return [UNTOLD] * len(vectors)
    return known.told(vectors)


@cache
def shipped() -> Sentiment | None:
    if not SHIPPED.exists():
        return None
    with np.load(SHIPPED, allow_pickle=False) as held:
        return Sentiment(str(held["view"]), held["weights"], float(held["intercept"]))


def _tone(chance: float) -> str:
    if chance >= SURE:
        return POSITIVE
    return NEGATIVE if chance <= 1 - SURE else UNTOLD
