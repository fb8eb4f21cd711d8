"""Whether each article's own phrasings find it first.

Most do by far, since a phrasing is its own nearest text: those are told by bounds, without
comparing every phrasing with every text. Only the doubtful ones are ranked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass

import numpy as np

from bot.encoder import Vectors
from knowledge_base.article import LANGUAGES, Article, Key
from knowledge_base.curation.bulk import (
    AT_ONCE,
    Asked,
    Standing,
    standings,
)
from knowledge_base.curation.candidate import spans
from knowledge_base.curation.findings import Finding
from knowledge_base.curation.neighbours import neighbours
from knowledge_base.curation.phrasing_bounds import Bounds
from knowledge_base.lexical import terms
from knowledge_base.ranking import (
    Ranker,
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


def taken_phrasings(
    live: Published,
    after: Published,
    old: KnowledgeBase,
    new: KnowledgeBase,
    changed: Collection[Key],
) -> Iterator[Finding]:
    """Phrasings that another article takes: they block unless it was so before."""
    found = outranked(after, new)
    before = ranked([phrasing for phrasing, _ in found], after, old, live)
    for (phrasing, first), was in zip(found, before, strict=True):
        key = phrasing.article.key
        already = key not in changed and was.article == first.article
        other = (first.article, phrasing.article.language)
        detail = {"phrasing": phrasing.text, **asdict(first)}
        yield Finding("phrasing", "warning" if already else "blocking", (key, other), detail)


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
    bounds = Bounds(ranker, vectors, language)
    for at in range(0, len(chosen), AT_ONCE):
        block = chosen[at : at + AT_ONCE]
        rows = np.array([one.row for one in block], np.int64)
        words = [terms(one.text, language) for one in block]
        yield from (block[place] for place in bounds.doubtful(rows, words))
