"""A large knowledge base and what people asked of it, made from the demo's in seconds.

Articles beyond the demo's own are its articles in other words, each copy with a vocabulary and a
turn of the vectors' space of its own: lifelike lengths, words and distances, and no two articles
alike. Only the articles that a release edits are really encoded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.knowledge_past import past_questions
from bot.encoder import Encoder, Vectors
from bot.settings import settings
from knowledge_base.article import Article, Key
from knowledge_base.build import built, passage_hash
from knowledge_base.curation.candidate import spans
from knowledge_base.curation.past import PastQuestion
from knowledge_base.geometry import view_of
from knowledge_base.index import VectorIndex
from knowledge_base.passages import passages_of
from knowledge_base.versions import Published, Versions, VersionUnusable

WORD = re.compile(r"[a-zà-ÿœ]{5,}")
SHAKEN = 0.03
EDITED = 20


@dataclass(frozen=True)
class Large:
    """A version, what a release makes of its articles, and past questions with their vectors."""

    live: Published
    wanted: dict[Key, Article]
    past: list[PastQuestion]


def large(encoder: Encoder, articles: int, phrasings: int, questions: int) -> Large:
    demo = _demo(encoder)
    live = _grown(demo, articles, phrasings)
    return Large(live, edited(live), past_questions(live, questions))


def edited(live: Published, turn: int = 0) -> dict[Key, Article]:
    """Twenty articles with another phrasing and another sentence, spread over the base."""
    found = {article.key: article for article in live.articles}
    for key in list(found)[turn :: max(1, len(found) // EDITED)][:EDITED]:
        one = found[key]
        phrasings = (*one.phrasings, f"{one.phrasings[0]} {turn + 2}")
        found[key] = replace(one, phrasings=phrasings, body=f"{one.body}\n\n{turn}. {one.title}.")
    return found


def _demo(encoder: Encoder) -> Published:
    from knowledge_base.importers.folder import read_files

    versions = Versions(settings().data_dir / "knowledge")
    try:
        before = versions.load(versions.current(), view_of(encoder).fingerprint)
    except VersionUnusable:
        before = None
    return built(read_files([settings().knowledge_dir]).articles.values(), encoder, before)


def _grown(demo: Published, articles: int, phrasings: int) -> Published:
    copies = list(_copies(demo, articles, phrasings))
    copies.sort(key=lambda copy: copy[0].key)
    owners = np.repeat(np.arange(len(copies), dtype=np.int32), [len(rows) for _, rows in copies])
    hashes = tuple(name for one, rows in copies for name in _hashes(one, len(rows)))
    index = VectorIndex.of(np.concatenate([rows for _, rows in copies]))
    return replace(
        demo, name="large", articles=tuple(one for one, _ in copies), owners=owners, hashes=hashes,
        index=index,
    )  # fmt: skip


def _hashes(article: Article, rows: int) -> list[str]:
    """The names of the article's texts; where it was cut otherwise, names of nothing."""
    named = [passage_hash(passage) for passage in dict.fromkeys(passages_of(article))][:rows]
    return [*named, *(f"{article.id}/{article.language}/{n}" for n in range(len(named), rows))]


def _copies(demo: Published, articles: int, phrasings: int) -> Iterator[tuple[Article, Vectors]]:
    starts, vectors = spans(demo), demo.index.vectors()
    chance = np.random.default_rng(4)
    for number in range(articles):
        turn, place = divmod(number, len(demo.articles))
        if place == 0:
            space = _turned(chance, vectors.shape[1], turn)
            words = _vocabulary(demo.articles, turn)
        one = demo.articles[place]
        rows = vectors[starts[place] : starts[place + 1]]
        yield _resized(_reworded(one, words, turn), rows @ space, phrasings, chance)


def _resized(
    article: Article, rows: Vectors, phrasings: int, chance: np.random.Generator
) -> tuple[Article, Vectors]:
    """The article with so many phrasings; those that it lacks are its own, shaken."""
    own = tuple(dict.fromkeys(article.phrasings))
    places = np.arange(phrasings) % len(own)
    texts = [own[n] if k < len(own) else f"{own[n]} {k}" for k, n in enumerate(places.tolist())]
    moved = rows[1 + places]
    moved[len(own) :] += SHAKEN * chance.standard_normal(moved[len(own) :].shape, np.float32)
    found = np.concatenate([rows[:1], moved, rows[1 + len(own) :]])
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return replace(article, phrasings=tuple(texts)), np.asarray(found, np.float32)


def _turned(chance: np.random.Generator, dimension: int, turn: int) -> Vectors:
    if turn == 0:
        return np.eye(dimension, dtype=np.float32)
    found = np.linalg.qr(chance.standard_normal((dimension, dimension)))[0]
    return np.asarray(found, np.float32)


def _vocabulary(articles: Sequence[Article], turn: int) -> dict[str, str]:
    """Each longer word's stand-in: another word of the demo with the copy's own ending."""
    words = sorted({word for one in articles for word in WORD.findall(_whole(one).lower())})
    stands = np.random.default_rng(turn).permutation(len(words))
    ending = chr(ord("a") + turn % 26)
    pairs = zip(words, stands.tolist(), strict=True)
    return {word: words[stand] + ending if turn else word for word, stand in pairs}


def _whole(article: Article) -> str:
    return "\n".join((article.title, article.body, *article.phrasings))


def _reworded(article: Article, words: dict[str, str], turn: int) -> Article:
    def said(text: str) -> str:
        return WORD.sub(lambda match: words.get(match.group(), match.group()), text)

    return replace(
        article, id=f"{article.id}-{turn}" if turn else article.id, title=said(article.title),
        body=said(article.body), phrasings=tuple(map(said, article.phrasings)),
        source=f"{article.source}-{turn}" if turn else article.source,
    )  # fmt: skip
