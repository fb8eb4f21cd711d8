"""Finds the nearest vectors: exactly up to 50,000 of them, through a graph above."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from bot.encoder import Vectors

FLAT_LIMIT = 50_000
NEIGHBOURS = 32
EFFORT = 64


class VectorIndex:
    """Unit vectors by row number; cosine is their inner product. Reading is thread-safe."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        if isinstance(index, faiss.IndexHNSW):
            index.hnsw.efSearch = EFFORT

    @classmethod
    def of(cls, vectors: Vectors) -> VectorIndex:
        """An index over these vectors, flat or HNSW by their number."""
        faiss.omp_set_num_threads(1)
        dimension = vectors.shape[1]
        if len(vectors) <= FLAT_LIMIT:
            index = faiss.IndexFlatIP(dimension)
        else:
            index = faiss.IndexHNSWFlat(dimension, NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = 2 * EFFORT
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> VectorIndex:
        """The index of a file whose checksum was verified before."""
        faiss.omp_set_num_threads(1)
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    @property
    def size(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        return int(self._index.d)

    def vectors(self) -> Vectors:
        """All vectors, in order."""
        found: Vectors = self._index.reconstruct_n(0, self.size)
        return found

    def search(self, question: Vectors, count: int) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """Cosines and row numbers of the nearest vectors to one vector, nearest first."""
        faiss.omp_set_num_threads(1)
        cosines, rows = self._index.search(question.reshape(1, -1), min(count, self.size))
        found = rows[0] >= 0
        return cosines[0][found], rows[0][found]

    def search_many(self, questions: Vectors, count: int) -> tuple[Vectors, npt.NDArray[np.int64]]:
        """The same for each row of a matrix, several times as fast; missing ones are row -1."""
        faiss.omp_set_num_threads(1)
        asked = np.ascontiguousarray(questions, np.float32)
        cosines, rows = self._index.search(asked, min(count, self.size))
        return cosines, rows
