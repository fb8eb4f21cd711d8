"""Learns how pleased and displeased comments differ.

`python -m knowledge_base.calibration.sentiment` writes sentiment.npz and prints how well it does
on themes that it did not see. tests/data/comments.csv, written apart, is for the tests alone.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from bot.encoder import Vectors, load_encoder
from knowledge_base.calibration.regression import Numbers, fitted
from knowledge_base.curation.sentiment import SHIPPED, SURE, Sentiment
from knowledge_base.geometry import View, view_of

COMMENTS = Path(__file__).parent / "comments.csv"
RIDGE = 0.1  # of 0.01 to 3, the surest that is never wrong above 0.8 on a theme it did not see


def comments(path: Path = COMMENTS) -> list[dict[str, str]]:
    """Rows with `language`, `theme`, `sentiment` (`+`, `-`, `0`) and `text`."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def seen(view: View, rows: list[dict[str, str]]) -> Vectors:
    """Each comment as the inbox would see it, in its own language."""
    return np.vstack([view.encode([row["text"]], "query", row["language"]) for row in rows])


def unseen_themes(vectors: Numbers, truth: Numbers, themes: list[str]) -> Numbers:
    """The chance of each comment, from what was learnt on the other themes."""
    chances = np.zeros(len(truth))
    for theme in sorted(set(themes)):
        inside = np.array([one == theme for one in themes])
        weights, intercept = fitted(vectors[~inside], truth[~inside], RIDGE)
        chances[inside] = 1 / (1 + np.exp(-(vectors[inside] @ weights + intercept)))
    return chances


def main() -> None:
    rows, view = comments(), view_of(load_encoder())
    vectors = seen(view, rows).astype(np.float64)
    truth = np.array([row["sentiment"] == "+" for row in rows], np.float64)
    themes = [row["theme"] or str(place % 4) for place, row in enumerate(rows)]
    chances = unseen_themes(vectors, truth, themes)
    right, told = (chances > 0.5) == truth, np.abs(chances - 0.5) >= SURE - 0.5
    print(f"unseen themes: {right.mean():.3f} right; told {told.mean():.3f}, "
          f"of these {right[told].mean():.3f} right")  # fmt: skip
    weights, intercept = fitted(vectors, truth, RIDGE)
    Sentiment(view.fingerprint, weights.astype(np.float32), intercept).save(SHIPPED)


if __name__ == "__main__":
    main()
