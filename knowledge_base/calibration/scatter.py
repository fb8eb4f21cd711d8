"""Learns which directions of the encoder's space tell phrasings of one article apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.encoder import Encoder, Vectors
from knowledge_base.article import Article
from knowledge_base.everyday import everyday_questions
from knowledge_base.geometry import PLACES, Geometry
from knowledge_base.passages import passages_of

RIDGE = 5.0  # of the mean variance: how far rare directions may be trusted
Collection = tuple[Sequence[Article], float]  # articles, and how much they count


def learnt_geometry(encoder: Encoder, collections: Sequence[Collection]) -> Geometry:
    """Whitens what varies inside articles; the first collection speaks every language."""
    texts = [_Texts(articles, encoder) for articles, _ in collections]
    centres = texts[0].centres()
    shares = (found.scatter() * share for found, (_, share) in zip(texts, collections, strict=True))
    bare = Geometry(encoder.fingerprint, centres, _whitening(sum(shares)), np.empty(0, np.float32))
    return Geometry(encoder.fingerprint, centres, bare.matrix, _everyday(encoder, bare))


class _Texts:
    """Every text of some articles: its vector, its article, its language and kind."""

    def __init__(self, articles: Sequence[Article], encoder: Encoder) -> None:
        texts = [(a, passage) for a in articles for passage in dict.fromkeys(passages_of(a))]
        vectors = [encoder.encode([passage.text], passage.encoding)[0] for _, passage in texts]
        self._vectors = np.array(vectors)
        self._places = np.array([PLACES.index((a.language, p.encoding)) for a, p in texts])
        names = sorted({article.id for article in articles})
        self._articles = np.array([names.index(article.id) for article, _ in texts])

    def centres(self) -> dict[tuple[str, str], Vectors]:
        return {
            place: self._vectors[self._places == number].mean(axis=0)
            for number, place in enumerate(PLACES)
        }

    def scatter(self) -> Vectors:
        """The covariance inside articles, once the mean of each language and kind is taken off."""
        left = _without_means(_without_means(self._vectors, self._places), self._articles)
        found: Vectors = left.T @ left / len(left)
        return found


def _without_means(vectors: Vectors, groups: Vectors) -> Vectors:
    left = vectors.copy()
    for group in np.unique(groups):
        left[groups == group] -= vectors[groups == group].mean(axis=0)
    return left


def _whitening(scatter: Vectors) -> Vectors:
    """The inverse square root of the scatter, made steady by a ridge."""
    variances, directions = np.linalg.eigh(scatter)
    shrunk = (variances + RIDGE * variances.mean()) ** -0.5
    found: Vectors = ((directions * shrunk) @ directions.T).astype(np.float32)
    return found


def _everyday(encoder: Encoder, geometry: Geometry) -> Vectors:
    rows = [
        geometry.seen(encoder.encode([text], "query"), "query", language)
        for text, language in everyday_questions()
    ]
    return np.concatenate(rows)
