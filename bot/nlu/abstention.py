"""Knows when a sentence is unlike everything it was taught, and learns that from the same examples.

Each trial hides some intents and some examples. What was hidden with its intent stands for a
question about something else; what was hidden alone stands for a question that has its answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from bot.nlu.softmax import (
    Floats,
    Sentences,
    Strength,
    Strings,
    best_temperature,
    fitted,
    normalised,
)

Columns: TypeAlias = "npt.NDArray[np.intp]"
Mask: TypeAlias = "npt.NDArray[np.bool_]"
FEWEST_INTENTS = 4
FEWEST_EXAMPLES = 40
AT_ONCE = 512  # sentences compared with all examples, to bound the memory


@dataclass(frozen=True)
class Abstention:
    """Refuses a sentence whose signals, weighted, fall below a threshold."""

    weights: Floats
    threshold: float

    def doubt(self, signals: Floats) -> Floats:
        """0 to 1 for each sentence; above one half it is refused."""
        margin = np.clip(signals @ self.weights - self.threshold, -50, 50)
        return np.asarray(1 / (1 + np.exp(margin)), np.float32)


NEVER = Abstention(np.zeros(3, np.float32), -50.0)


@dataclass(frozen=True)
class Trial:
    """What a model said of the sentences that were hidden from it."""

    scores: Floats
    signals: Floats
    labels: Strings
    intents: Strings

    @property
    def taught(self) -> Mask:
        """Which of the sentences have an intent that the model knows."""
        return np.isin(self.labels, self.intents)


def learned(
    sentences: Sentences, labels: Strings, refusal: str, strength: Strength, refused: float
) -> tuple[Abstention, float]:
    """When to abstain, so that `refused` of the examples would be, and the best temperature."""
    intents = [name for name in np.unique(labels) if name != refusal]
    if len(intents) < FEWEST_INTENTS or len(labels) < FEWEST_EXAMPLES:
        return NEVER, 1.0
    tried = list(trials(sentences, labels, refusal, strength))
    return _threshold(tried, refusal, refused), _temperature(tried)


def trials(
    sentences: Sentences, labels: Strings, refusal: str, strength: Strength, folds: int = 4
) -> Iterator[Trial]:
    chance = np.random.default_rng(0)
    intents = chance.permutation([name for name in np.unique(labels) if name != refusal])
    fold = chance.integers(0, folds, len(labels))
    for number in range(folds):
        unknown = np.isin(labels, intents[number::folds])
        hidden = unknown | (fold == number)
        model = fitted(sentences[~hidden], labels[~hidden].tolist(), strength)
        scores = model.scores(sentences[hidden])
        taught, names = sentences[~hidden], labels[~hidden]
        own = np.searchsorted(model.intents, names)
        found = signals(scores, sentences[hidden], taught.dense, own)
        yield Trial(scores, found, labels[hidden], model.intents)


def signals(scores: Floats, given: Sentences, examples: Floats, columns: Columns) -> Floats:
    """For each sentence: log-odds of its intent, closeness to any example and to its intent's.

    `columns`: where each example's intent stands in the scores.
    """
    likely = normalised(scores).max(axis=1).clip(1e-6, 1 - 1e-6)
    best = scores.argmax(axis=1)
    found = np.empty((len(given), 3), np.float32)
    found[:, 0] = np.log(likely / (1 - likely))
    for start in range(0, len(given), AT_ONCE):
        rows = slice(start, start + AT_ONCE)
        close = given.dense[rows] @ examples.T
        found[rows, 1] = close.max(axis=1)
        own = columns[None, :] == best[rows, None]
        found[rows, 2] = np.where(own, close, -1).max(axis=1)
    return found


def _threshold(tried: list[Trial], refusal: str, refused: float) -> Abstention:
    counted = [trial.labels != refusal for trial in tried]
    rows = np.concatenate([trial.signals[use] for trial, use in zip(tried, counted, strict=True)])
    taught = np.concatenate([trial.taught[use] for trial, use in zip(tried, counted, strict=True)])
    regression = LogisticRegression(class_weight="balanced").fit(rows, taught)
    weights = regression.coef_[0].astype(np.float32)
    return Abstention(weights, float(np.quantile(rows[taught] @ weights, refused)))


def _temperature(tried: list[Trial]) -> float:
    """One temperature for all trials: the middle one."""
    found = []
    for trial in tried:
        columns = np.searchsorted(trial.intents, trial.labels[trial.taught])
        found.append(best_temperature(trial.scores[trial.taught], columns))
    return float(np.median(found))
