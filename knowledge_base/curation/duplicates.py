"""Which articles lie close together, and which are almost the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from bot.encoder import Vectors
from knowledge_base.article import LANGUAGES, Article, Key
from knowledge_base.curation.candidate import spans
from knowledge_base.curation.statements import statements
from knowledge_base.versions import Published

RELATED = 0.25
MOST_RELATED = 8
ALMOST = 0.8  # cosine of two articles' centres from which their words are compared
SAME_TEXT = 0.75  # share of their words that two bodies have in common
SAME_CENTRE = 0.93
AT_ONCE = 512


@dataclass(frozen=True)
class Pair:
    """Two articles of one language and how close they are, at most 1."""

    keys: tuple[Key, Key]
    cosine: float


def related_pairs(version: Published) -> list[Pair]:
    """Each article with the few of its language that lie closest to it."""
    if not version.articles:
        return []
    centres = _centres(version)
    found = {}
    for language in LANGUAGES:
        own = np.array([n for n, a in enumerate(version.articles) if a.language == language], int)
        for one, other, cosine in _closest(centres[own]):
            first, second = sorted((int(own[one]), int(own[other])))
            keys = (version.articles[first].key, version.articles[second].key)
            found[first, second] = Pair(keys, cosine)
    return [found[place] for place in sorted(found)]


def near_duplicates(articles: Mapping[Key, Article], pairs: list[Pair]) -> Iterator[Pair]:
    """Those that lie so close that they answer the same, or whose words are the same."""
    for pair in pairs:
        if pair.cosine >= ALMOST:
            one, other = (_words(articles[key]) for key in pair.keys)
            alike = len(one & other) / max(len(one | other), 1)
            if alike >= SAME_TEXT or pair.cosine >= SAME_CENTRE:
                yield pair


def _words(article: Article) -> frozenset[str]:
    return frozenset().union(*(one.stems for one in statements(article)))


def _centres(version: Published) -> Vectors:
    starts = spans(version)[:-1]
    sums: Vectors = np.add.reduceat(version.index.vectors(), starts, axis=0, dtype=np.float32)
    return sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)


def _closest(centres: Vectors) -> Iterator[tuple[int, int, float]]:
    count = min(MOST_RELATED + 1, len(centres))
    for at in range(0, len(centres), AT_ONCE):
        cosines = centres[at : at + AT_ONCE] @ centres.T
        near = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        for row, others in enumerate(near.tolist()):
            for other in others:
                if other != at + row and cosines[row, other] >= RELATED:
                    yield at + row, other, float(cosines[row, other])
