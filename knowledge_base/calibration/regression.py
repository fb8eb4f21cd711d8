"""Logistic regression, small enough to be read."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.float64]


def fitted(features: Numbers, truth: Numbers, ridge: float = 1.0) -> tuple[Numbers, float]:
    """Weights and intercept by Newton's method, with an L2 penalty on the weights."""
    rows = np.hstack([features, np.ones((len(features), 1))])
    penalty = np.diag([ridge] * features.shape[1] + [0.0])
    weights = np.zeros(rows.shape[1])
    for _ in range(30):
        chances = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (truth - chances) - penalty @ weights
        curve = (rows.T * (chances * (1 - chances))) @ rows + penalty
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    return weights[:-1], float(weights[-1])
