"""Makes a version of the knowledge base out of articles, reusing every vector it can."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from bot.encoder import Encoder, Vectors
from knowledge_base.article import Article
from knowledge_base.geometry import PLACES, View, view_of
from knowledge_base.index import VectorIndex
from knowledge_base.passages import Passage, passages_of
from knowledge_base.versions import Published

AT_ONCE = 64
Progress = Callable[[int, int], None]


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""


def build_current() -> str:
    """Bring the settings' knowledge base up to date, showing progress; its version."""
    from knowledge_base.live import open_knowledge
    from knowledge_base.progress import shown_progress

    with shown_progress() as progress:
        return open_knowledge(watch=False, progress=progress).version


def built(
    articles: Iterable[Article],
    encoder: Encoder | View,
    before: Published | None = None,
    progress: Progress = silent,
) -> Published:
    """A version in memory; `progress` is told how many new texts of how many are encoded."""
    view = view_of(encoder)
    kept = tuple(sorted(articles, key=lambda article: article.key))
    texts = [dict.fromkeys(passages_of(article)) for article in kept]
    owners = [owner for owner, passages in enumerate(texts) for _ in passages]
    named = {passage: passage_hash(passage) for passages in texts for passage in passages}
    hashes = tuple(named[passage] for passages in texts for passage in passages)
    known = _known(before, view)
    new = {hash_: passage for passage, hash_ in named.items() if hash_ not in known}
    known |= _encoded(new, view, progress)
    vectors = np.empty((len(hashes), view.dimension), np.float32)
    for row, hash_ in enumerate(hashes):
        vectors[row] = known[hash_]
    index = VectorIndex.of(vectors)
    return Published("", view.fingerprint, kept, np.array(owners, np.int32), hashes, index)


def passage_hash(passage: Passage) -> str:
    text = f"{passage.language} {passage.encoding}: {passage.text}"
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _known(before: Published | None, view: View) -> dict[str, Vectors]:
    if before is None or before.encoder != view.fingerprint:
        return {}
    return dict(zip(before.hashes, before.index.vectors(), strict=True))


def _encoded(new: dict[str, Passage], view: View, progress: Progress) -> dict[str, Vectors]:
    found: dict[str, Vectors] = {}
    for at, batch in _batches(new):
        progress(at, len(new))
        first = new[batch[0]]
        texts = [new[hash_].text for hash_ in batch]
        vectors = view.encode(texts, first.encoding, first.language)
        found |= zip(batch, vectors, strict=True)
    progress(len(new), len(new))
    return found


def _batches(new: dict[str, Passage]) -> Iterator[tuple[int, list[str]]]:
    """Texts of one language, one encoding and similar length, after how many others."""
    done = 0
    for place in PLACES:
        chosen = [hash_ for hash_, p in new.items() if (p.language, p.encoding) == place]
        chosen.sort(key=lambda hash_: len(new[hash_].text))
        for at in range(0, len(chosen), AT_ONCE):
            yield done, chosen[at : at + AT_ONCE]
            done += len(chosen[at : at + AT_ONCE])
