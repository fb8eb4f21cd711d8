"""The version that a release would make, in memory, from the one that is live."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import numpy.typing as npt

from bot.encoder import Encoder, Vectors
from knowledge_base.article import Article, Key
from knowledge_base.build import Progress, built, silent
from knowledge_base.geometry import View, view_of
from knowledge_base.index import VectorIndex
from knowledge_base.versions import Published


def candidate(
    live: Published | None,
    wanted: Mapping[Key, Article],
    encoder: Encoder | View,
    progress: Progress = silent,
) -> Published:
    """What `built` would make of the wanted articles, reading only those that changed."""
    view = view_of(encoder)
    if live is None or live.encoder != view.fingerprint:
        return built(wanted.values(), view, None, progress)
    changed = changed_keys(live.articles, wanted.values())
    if not changed:
        return live
    new = [article for key, article in wanted.items() if key in changed]
    return _joined(live, built(new, view, live, progress), changed)


def changed_keys(before: Iterable[Article], after: Iterable[Article]) -> frozenset[Key]:
    """The articles that are new, gone or worded otherwise."""
    old = {article.key: article for article in before}
    new = {article.key: article for article in after}
    return frozenset(key for key in {*old, *new} if old.get(key) != new.get(key))


def spans(version: Published) -> npt.NDArray[np.int64]:
    """Where each article's rows begin; one more number says where the last one's end."""
    return np.searchsorted(version.owners, np.arange(len(version.articles) + 1))


def _joined(live: Published, new: Published, changed: frozenset[Key]) -> Published:
    """The unchanged rows of one version and all rows of another, in the order of their keys."""
    kept = [place for place, one in enumerate(live.articles) if one.key not in changed]
    parts = [*_parts(live, kept), *_parts(new, range(len(new.articles)), len(live.hashes))]
    parts.sort(key=lambda part: part[0].key)
    vectors, hashes = _rows(live, new)
    nothing = np.zeros(0, np.int64)
    order = np.concatenate([nothing, *(rows for _, rows in parts)])
    owners = np.repeat(np.arange(len(parts), dtype=np.int32), [len(rows) for _, rows in parts])
    named = tuple(hashes[row] for row in order.tolist())
    index = VectorIndex.of(vectors[order])
    return Published("", live.encoder, tuple(a for a, _ in parts), owners, named, index)


def _parts(
    version: Published, places: Iterable[int], offset: int = 0
) -> Iterator[tuple[Article, npt.NDArray[np.int64]]]:
    starts = spans(version) + offset
    for place in places:
        yield version.articles[place], np.arange(starts[place], starts[place + 1])


def _rows(live: Published, new: Published) -> tuple[Vectors, tuple[str, ...]]:
    vectors: Vectors = np.concatenate([live.index.vectors(), new.index.vectors()])
    return vectors, live.hashes + new.hashes
