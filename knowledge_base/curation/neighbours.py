"""The texts closest to many questions, found in one pass for two versions that share most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.encoder import Vectors
from knowledge_base.index import FLAT_LIMIT, VectorIndex
from knowledge_base.ranking import NEAREST, POOLED, Ranker, Scores
from knowledge_base.versions import Published

Whole: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]
AT_ONCE = 256
MOST_APART = 1024  # rows that only one of two versions has, up to which one pass is cheaper


class Neighbours(Protocol):
    """Whoever knows the cosines of each article's nearest texts."""

    def top(self, ranker: Ranker, rows: Whole) -> Scores:
        """For some questions: question, article, and its nearest texts, nearest first."""


@dataclass(frozen=True)
class Searched:
    """Rows of a version and their cosines, nearest first; -1 stands for a row it lacks."""

    rows: Whole
    cosines: Vectors

    def top(self, ranker: Ranker, rows: Whole) -> Scores:
        return _top(ranker, self.rows[rows], self.cosines[rows])


def neighbours(version: Published, questions: Vectors) -> Searched:
    """The nearest texts of one version."""
    cosines, rows = version.index.search_many(questions, NEAREST)
    return Searched(rows, cosines)


def neighbours_of_both(
    before: Published, after: Published, questions: Vectors
) -> tuple[Searched, Searched]:
    """The same for two versions; their common texts are compared once."""
    if before is after:
        found = neighbours(before, questions)
        return found, found
    shared = _shared(before, after)
    if shared is None:
        return neighbours(before, questions), neighbours(after, questions)
    places, fresh = shared
    gone = len(before.hashes) - int((places >= 0).sum())
    count = min(NEAREST + max(len(fresh), gone), before.index.size + len(fresh))
    index = VectorIndex.of(np.concatenate([before.index.vectors(), after.index.vectors()[fresh]]))
    cosines, rows = index.search_many(questions, count)
    none = np.full(len(fresh), -1, np.int64)
    old = np.concatenate([np.arange(len(before.hashes)), none])
    new = np.concatenate([places, fresh])
    return _only(old, rows, cosines), _only(new, rows, cosines)


def _shared(before: Published, after: Published) -> tuple[Whole, Whole] | None:
    """Where each row of one stands in the other (or -1), and the rows that only that one has."""
    if max(before.index.size, after.index.size) + MOST_APART > FLAT_LIMIT:
        return None
    waiting: dict[str, list[int]] = {}
    for row, name in enumerate(before.hashes):
        waiting.setdefault(name, []).append(row)
    places = np.full(len(before.hashes), -1, np.int64)
    fresh = []
    for row, name in enumerate(after.hashes):
        if old := waiting.get(name):
            places[old.pop()] = row
        else:
            fresh.append(row)
    if max(len(fresh), int((places < 0).sum())) > MOST_APART:
        return None
    return places, np.array(fresh, np.int64)


def _only(numbers: Whole, rows: Whole, cosines: Vectors) -> Searched:
    """The nearest texts of one version among those of both."""
    own = numbers[rows]
    held = own >= 0
    count = min(NEAREST, int((numbers >= 0).sum()))
    keep = held & (np.cumsum(held, axis=1) <= count)
    each = np.nonzero(keep)
    shape = (len(rows), count)
    return Searched(own[each].reshape(shape), cosines[each].reshape(shape))


def _top(ranker: Ranker, rows: Whole, cosines: Vectors) -> Scores:
    """As `Ranker` pools one question: texts beyond the nearest count as the last of those."""
    count, held = rows.shape
    ids, depth = len(ranker.ids), len(POOLED)
    found = np.repeat(cosines[:, -1], ids * depth).reshape(count * ids, depth)
    cells = (ranker.row_groups[rows] + ids * np.arange(count)[:, None]).ravel()
    flat = cosines.ravel()
    places = np.arange(count * held)
    for nth in range(depth):
        first = np.full(count * ids, -1, np.int64)
        first[cells[places[::-1]]] = places[::-1]  # the last one written is the nearest
        filled = np.flatnonzero(first >= 0)
        found[filled, nth] = flat[first[filled]]
        places = places[first[cells[places]] != places]
    return found.reshape(count, ids, depth)
