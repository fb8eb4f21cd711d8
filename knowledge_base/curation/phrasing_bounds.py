"""The least that an article scores for its own phrasing, and the most that others could."""

from __future__ import annotations

import numpy as np

from bot.encoder import Vectors
from knowledge_base.curation.bulk import CLOSE, Whole
from knowledge_base.ranking import (
    LEXICAL_WEIGHT,
    NEAREST,
    POOLED,
    TYPICAL_WEIGHT,
    UNSPOKEN,
    Ranker,
    Scores,
)


class Bounds:
    """Tells which phrasings are doubtful, without comparing each with every text."""

    def __init__(self, ranker: Ranker, vectors: Vectors, language: str) -> None:
        self._ranker, self._vectors, self._language = ranker, vectors, language
        self._starts: Whole = np.searchsorted(ranker.row_groups, np.arange(len(ranker.ids) + 1))
        self._mean = vectors.mean(axis=0)
        self._spread = (vectors.T @ vectors) / len(vectors) - np.outer(self._mean, self._mean)

    def doubtful(self, rows: Whole, words: list[list[str]]) -> Whole:
        """Places among the rows whose own article may not come first."""
        ranker, vectors = self._ranker, self._vectors[rows]
        own = ranker.row_groups[rows]
        each = np.arange(len(rows))
        typical = vectors @ ranker.centres.T
        shared = LEXICAL_WEIGHT * ranker.lexicons[self._language].many_shares(words)
        least = _blend(self._pooled(vectors, own, -1.0), typical[each, own])
        least += shared[each, own] - CLOSE
        most = (1 - TYPICAL_WEIGHT) + TYPICAL_WEIGHT * typical
        lacking = ranker.lacking[self._language]
        most = np.where(lacking, most * (1 + LEXICAL_WEIGHT * UNSPOKEN), most + shared)
        most[each, own] = -1.0
        asked, rivals = np.nonzero(most >= least[:, None])
        pooled = self._pooled(vectors[asked], rivals, self._floor(vectors)[asked])
        dense = _blend(pooled, typical[asked, rivals])
        foreign = dense + LEXICAL_WEIGHT * UNSPOKEN * np.maximum(dense, 0)
        score = np.where(lacking[rivals], foreign, dense + shared[asked, rivals])
        return np.unique(asked[score >= least[asked]])

    def _floor(self, vectors: Vectors) -> Scores:
        """At least the cosine of the last text that counts, by Chebyshev's inequality."""
        beyond = min(1.0, NEAREST / len(self._vectors))
        variance = ((vectors @ self._spread) * vectors).sum(axis=1)
        reach = np.sqrt(np.maximum(variance, 0) * (1 - beyond) / beyond)
        floor: Scores = np.minimum(vectors @ self._mean + reach + CLOSE, 1.0)
        return floor

    def _pooled(self, vectors: Vectors, articles: Whole, floor: Scores | float) -> Scores:
        """The weighted nearest texts of one article for each vector, none below the floor."""
        top = np.broadcast_to(np.asarray(floor, np.float32)[..., None], (len(vectors), 3)).copy()
        order: Whole = np.argsort(articles, kind="stable")
        edges = np.flatnonzero(np.diff(articles[order], prepend=-1, append=-1))
        for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            rows: Whole = order[start:end]
            article = articles[order[start]]
            texts = self._vectors[self._starts[article] : self._starts[article + 1]]
            cosines = np.sort(vectors[rows] @ texts.T, axis=1)[:, : -len(POOLED) - 1 : -1]
            held = top[rows, : cosines.shape[1]]
            top[rows, : cosines.shape[1]] = np.maximum(held, cosines)
        pooled: Scores = (top * self._ranker.weights[articles]).sum(axis=1)
        return pooled


def _blend(pooled: Scores, typical: Scores) -> Scores:
    return (1 - TYPICAL_WEIGHT) * pooled + TYPICAL_WEIGHT * typical
