"""Ranks articles for a question, by meaning and by words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from bot.encoder import Vectors
from knowledge_base.article import LANGUAGES, Article
from knowledge_base.lexical import Lexicon, terms
from knowledge_base.passages import plain_text
from knowledge_base.versions import Published

NEAREST = 512
TYPICAL_WEIGHT = 0.5
LEXICAL_WEIGHT = 1 / 3
UNSPOKEN = 0.5  # shared words that a text in another language is given for its closeness
SHARPNESS = 30.0  # turns a difference of scores into log odds
POOLED = np.array([0.6, 0.25, 0.15], np.float32)  # an article's nearest texts, nearest first
Scores: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Ranking:
    """Scores by article number; `order` is best first.

    `nearest` holds the cosine of each article's nearest text, `typical` the mean over all its
    texts, and `fused` a blend of the nearest three, the typical and the words in common.
    `elsewhere` is how close the question is to questions of everyday life.
    """

    order: npt.NDArray[np.int64]
    fused: Scores
    nearest: Scores
    typical: Scores
    elsewhere: float
    question: tuple[str, ...]
    language: str


class Ranker:
    """Everything that ranking one version needs, in memory; safe to share between threads."""

    def __init__(self, version: Published, everyday: Vectors) -> None:
        self.ids = sorted({article.id for article in version.articles})
        self.by_id: dict[str, dict[str, Article]] = {name: {} for name in self.ids}
        for article in version.articles:
            self.by_id[article.id][article.language] = article
        number = {name: place for place, name in enumerate(self.ids)}
        groups = np.array([number[article.id] for article in version.articles], np.int64)
        self.row_groups = groups[version.owners]
        self.weights = _weights(np.bincount(self.row_groups, minlength=len(self.ids)))
        self._index = version.index
        self._everyday = everyday
        self.centres = _centres(version.index.vectors(), self.row_groups, len(self.ids))
        self.lacking = {language: self._without(language) for language in LANGUAGES}
        self.lexicons = {language: self._lexicon(language) for language in LANGUAGES}

    def rank(self, question: str, vector: Vectors, language: str) -> Ranking:
        """Every article ranked for a question, whose vector comes with it."""
        pooled, nearest = self._pooled(vector)
        typical = self.centres @ vector
        dense = (1 - TYPICAL_WEIGHT) * pooled + TYPICAL_WEIGHT * typical
        words = tuple(terms(question, language))
        shared = self.lexicons[language].shares(words)
        shared = np.where(self.lacking[language], UNSPOKEN * np.maximum(dense, 0), shared)
        fused = (dense + LEXICAL_WEIGHT * shared).astype(np.float32)
        order = np.argsort(-fused, kind="stable")
        elsewhere = float(np.sort(self._everyday @ vector)[-3:].mean())
        return Ranking(order, fused, nearest, typical, elsewhere, words, language)

    def _pooled(self, vector: Vectors) -> tuple[Scores, Scores]:
        cosines, rows = self._index.search(vector, NEAREST)
        found = np.full((len(self.ids), len(POOLED)), cosines[-1], np.float32)
        seen = [0] * len(self.ids)
        for group, cosine in zip(self.row_groups[rows].tolist(), cosines.tolist(), strict=True):
            if seen[group] < len(POOLED):
                found[group, seen[group]] = cosine
                seen[group] += 1
        return (found * self.weights).sum(axis=1), found[:, 0]

    def _without(self, language: str) -> npt.NDArray[np.bool_]:
        """Which articles have no text in a language: their words cannot be compared."""
        return np.array([language not in self.by_id[name] for name in self.ids], bool)

    def _lexicon(self, language: str) -> Lexicon:
        """The words of each article in one language; articles without it have none."""
        return Lexicon([_words(self.by_id[name].get(language)) for name in self.ids], language)


def _weights(texts: npt.NDArray[np.int64]) -> Scores:
    """The weight of each of an article's nearest texts; those that have fewer share it all."""
    held = np.arange(len(POOLED)) < np.maximum(texts, 1)[:, None]
    weights: Scores = POOLED * held
    return weights / weights.sum(axis=1, keepdims=True)


@lru_cache(maxsize=8192)
def _words(article: Article | None) -> tuple[str, ...]:
    """Kept, for a new version holds mostly the articles of the one before."""
    if article is None:
        return ()
    text = "\n".join((article.title, *article.phrasings, plain_text(article.body)))
    return tuple(terms(text, article.language))


def _centres(vectors: Vectors, groups: npt.NDArray[np.int64], count: int) -> Vectors:
    """The mean of each article's vectors, whose rows stand together."""
    starts = np.searchsorted(groups, np.arange(count))
    sums = np.add.reduceat(vectors, starts, axis=0, dtype=np.float32)
    return sums / np.bincount(groups, minlength=count)[:, None].astype(np.float32)
