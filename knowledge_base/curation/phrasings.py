"""Whether each article's own phrasings find it first.

Most do by far, since a phrasing is its own nearest text: those are told by bounds, without
comparing every phrasing with every text. Only the doubtful ones are ranked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bot.encoder import Vectors
from knowledge_base.article import LANGUAGES, Article
from knowledge_base.curation.bulk import (
    AT_ONCE,
    CLOSE,
    Asked,
    Standing,
    Whole,
    standings,
)
from knowledge_base.curation.candidate import spans
from knowledge_base.curation.neighbours import neighbours
from knowledge_base.lexical import terms
from knowledge_base.ranking import (
    LEXICAL_WEIGHT,
    NEAREST,
    POOLED,
    TYPICAL_WEIGHT,
    UNSPOKEN,
    Ranker,
    Scores,
)
from knowledge_base.search import KnowledgeBase, is_askable
from knowledge_base.versions import Published


@dataclass(frozen=True)
class Phrasing:
    """An article's phrasing and the row of its vector."""

    article: Article
    text: str
    row: int


def phrasings_of(version: Published) -> list[Phrasing]:
    """Every phrasing; they follow their article's title, each wording once."""
    starts = spans(version).tolist()
    return [
        Phrasing(article, text, start + place)
        for article, start in zip(version.articles, starts, strict=False)
        for place, text in enumerate(dict.fromkeys(article.phrasings), 1)
        if is_askable(text)
    ]


def outranked(version: Published, base: KnowledgeBase) -> list[tuple[Phrasing, Standing]]:
    """The phrasings that find another article first, and which one."""
    if base.ranker is None:
        return []
    vectors = version.index.vectors()
    doubtful = [
        phrasing
        for language in LANGUAGES
        for phrasing in _doubtful(version, base.ranker, vectors, language)
    ]
    found = ranked(doubtful, version, base, version)
    pairs = zip(doubtful, found, strict=True)
    return [(one, first) for one, first in pairs if first.article != one.article.id]


def ranked(
    found: list[Phrasing], version: Published, base: KnowledgeBase, among: Published
) -> list[Standing]:
    """What `base`, which serves `among`, says to each phrasing of a version."""
    vectors = version.index.vectors()[[one.row for one in found]]
    languages = [one.article.language for one in found]
    asked = Asked.of([one.text for one in found], languages, vectors)
    return standings(base, asked, neighbours(among, vectors)) if found else []


def _doubtful(
    version: Published, ranker: Ranker, vectors: Vectors, language: str
) -> Iterator[Phrasing]:
    chosen = [one for one in phrasings_of(version) if one.article.language == language]
    bounds = _Bounds(ranker, vectors, language)
    for at in range(0, len(chosen), AT_ONCE):
        block = chosen[at : at + AT_ONCE]
        rows = np.array([one.row for one in block], np.int64)
        words = [terms(one.text, language) for one in block]
        yield from (block[place] for place in bounds.doubtful(rows, words))


class _Bounds:
    """The least that an article scores for its own phrasing, the most that others could."""

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
