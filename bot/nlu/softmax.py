"""Weighs what a sentence means and how it is spelled, and gives each intent its probability."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix

Floats: TypeAlias = "npt.NDArray[np.float32]"
Strings: TypeAlias = "npt.NDArray[np.str_]"
ITERATIONS = 100
TEMPERATURES = (0.2, 3.0)


@dataclass(frozen=True)
class Sentences:
    """Sentences in numbers, a row each: dense (what they mean), sparse (how they are spelled)."""

    dense: Floats
    sparse: csr_matrix

    def __getitem__(self, rows: npt.NDArray[np.bool_]) -> Sentences:
        return Sentences(self.dense[rows], self.sparse[rows])

    def __len__(self) -> int:
        return len(self.dense)


@dataclass(frozen=True)
class Strength:
    """How far each kind of features may sway the decision; more fits the examples closer."""

    dense: float
    sparse: float


@dataclass(frozen=True)
class Softmax:
    """Multinomial logistic regression over both kinds of features."""

    intents: Strings
    dense: Floats
    sparse: Floats
    bias: Floats
    temperature: float = 1.0

    def scores(self, given: Sentences) -> Floats:
        """Log-odds up to a constant: a row for each sentence, a column for each intent."""
        summed = given.dense @ self.dense + given.sparse @ self.sparse + self.bias
        return np.asarray(summed / self.temperature, np.float32)

    def probabilities(self, given: Sentences) -> Floats:
        return normalised(self.scores(given))


def normalised(scores: Floats) -> Floats:
    """The softmax of each row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def fitted(sentences: Sentences, labels: Sequence[str], strength: Strength) -> Softmax:
    """The weights that explain the labels best, by L-BFGS on both matrices as they are.

    scikit-learn would need them in one sparse matrix, where each step costs ten times as much.
    """
    given = Sentences(sentences.dense * strength.dense, sentences.sparse * strength.sparse)
    found = _fitted(given, labels)
    return replace(found, dense=found.dense * strength.dense, sparse=found.sparse * strength.sparse)


def _fitted(given: Sentences, labels: Sequence[str]) -> Softmax:
    intents, columns = np.unique(np.asarray(labels, np.str_), return_inverse=True)
    wanted = np.eye(len(intents), dtype=np.float32)[columns]
    shape = (given.dense.shape[1] + given.sparse.shape[1] + 1, len(intents))
    transposed = given.sparse.T.tocsr()
    decay = np.full((shape[0], 1), 1 / len(given), np.float32)
    decay[-1] = 0  # the bias is free

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat.reshape(shape).astype(np.float32)
        found = normalised(_model(intents, weights, given).scores(given))
        right = np.clip((found * wanted).sum(axis=1), 1e-30, None)
        error = (found - wanted) / len(given)
        slope = np.vstack([given.dense.T @ error, transposed @ error, error.sum(axis=0)])
        cost = -np.log(right).mean() + 0.5 * float((decay * weights**2).sum())
        return float(cost), (slope + decay * weights).ravel().astype(np.float64)

    start = np.zeros(shape[0] * shape[1])
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS})
    return _model(intents, best.x.reshape(shape).astype(np.float32), given)


def _model(intents: Strings, weights: Floats, given: Sentences) -> Softmax:
    width = given.dense.shape[1]
    return Softmax(intents, weights[:width], weights[width:-1], weights[-1])


def best_temperature(scores: Floats, columns: npt.NDArray[np.intp]) -> float:
    """What to divide unseen sentences' scores by, so that 0.8 means right 8 times in 10."""

    def cost(temperature: float) -> float:
        right = normalised(scores / temperature)[np.arange(len(columns)), columns]
        return float(-np.log(np.clip(right, 1e-30, None)).mean())

    return float(minimize_scalar(cost, bounds=TEMPERATURES, method="bounded").x)
