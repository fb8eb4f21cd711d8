"""How good a grouping is, and the simplest one: each question joins the nearest group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from bot.encoder import Vectors
from knowledge_base.curation.grouping import Centres


def assigned(vectors: Vectors, centres: Centres, threshold: float) -> list[int]:
    """The group of each question: the nearest over the threshold, else a new one."""
    found: list[int] = []
    for vector in vectors:
        number, cosine = centres.nearest(vector)
        if cosine < threshold:
            number = centres.add(vector)
        else:
            centres.join(number, vector)
        found.append(number)
    return found


def pairwise_f1(labels: Sequence[object], truth: Sequence[object]) -> float:
    """How well pairs that are put together are pairs that belong together."""
    mine, right = _pairs(labels), _pairs(truth)
    both = _pairs(list(zip(labels, truth, strict=True)))
    return 2 * both / max(mine + right, 1)


def _pairs(labels: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())
