"""Puts questions that mean the same together, one after the other, by the closeness of vectors."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.encoder import Vectors

THRESHOLD = 0.25  # cosine to a group's centre; chosen on tests/data/question_groups.csv
AS_IS = 0.9  # the same for an encoder that no geometry was learnt on
ROOM = 256
Labels: TypeAlias = "npt.NDArray[np.int64]"


class Centres:
    """The centres of one language's groups, which move as questions join."""

    def __init__(self, dimension: int) -> None:
        self._totals = np.zeros((ROOM, dimension), np.float32)
        self._units = np.zeros((ROOM, dimension), np.float32)
        self.count = 0

    def add(self, total: Vectors) -> int:
        """Another group, from the sum of its vectors; its number."""
        if self.count == len(self._totals):
            self._totals = np.concatenate([self._totals, np.zeros_like(self._totals)])
            self._units = np.concatenate([self._units, np.zeros_like(self._units)])
        self.count += 1
        self._put(self.count - 1, total)
        return self.count - 1

    def join(self, number: int, vector: Vectors) -> None:
        self._put(number, self._totals[number] + vector)

    def nearest(self, vector: Vectors) -> tuple[int, float]:
        """The nearest group's number and cosine; -1 when there is no group."""
        if not self.count:
            return -1, -1.0
        cosines = self._units[: self.count] @ vector
        best = int(cosines.argmax())
        return best, float(cosines[best])

    def _put(self, number: int, total: Vectors) -> None:
        self._totals[number] = total
        self._units[number] = total / max(float(np.linalg.norm(total)), 1e-9)


def regrouped(vectors: Vectors, threshold: float) -> Labels:
    """The group of each of many questions, whatever their order: exact average linkage.

    The mean cosine between two groups is the product of their mean vectors, so that nothing as
    large as all pairs is ever kept. Pairs that are each other's nearest join at every round.
    """
    labels = np.arange(len(vectors))
    totals, counts = vectors.astype(np.float32), np.ones(len(vectors), np.float32)
    while len(totals) > 1:
        nearest, cosines = _nearest(totals / counts[:, None])
        own = np.arange(len(totals))
        mutual = (nearest[nearest] == own) & (cosines >= threshold)
        if not mutual.any():
            break
        new = np.unique(np.where(mutual, np.minimum(own, nearest), own), return_inverse=True)[1]
        totals, counts = _summed(totals, new), _summed(counts, new)
        labels = new[labels]
    return labels


def _nearest(means: Vectors) -> tuple[Labels, Vectors]:
    """For each group the nearest other one, and how near; some rows at a time."""
    nearest, cosines = np.empty(len(means), np.int64), np.empty(len(means), np.float32)
    for start in range(0, len(means), ROOM):
        rows = np.arange(start, min(start + ROOM, len(means)))
        near = means[rows] @ means.T
        near[np.arange(len(rows)), rows] = -2.0
        nearest[rows] = near.argmax(axis=1)
        cosines[rows] = near[np.arange(len(rows)), nearest[rows]]
    return nearest, cosines


def _summed(values: Vectors, labels: Labels) -> Vectors:
    sums = np.zeros((int(labels.max()) + 1, *values.shape[1:]), np.float32)
    np.add.at(sums, labels, values)
    return sums
