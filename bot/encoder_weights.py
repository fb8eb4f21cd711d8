"""Reads the packaged 4-bit E5 model: its vocabulary, and its weights as they were quantised."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
QUANTISED = 1
BLOCK = 32
BLOCK_BYTES = 18


@dataclass(frozen=True)
class Shape:
    """The sizes of the model, as its file states them."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True)
class Blocks:
    """A 4-bit matrix: `codes` are 0 to 15 around 8, one `scale` for each 32 of them."""

    codes: npt.NDArray[Any]
    scales: npt.NDArray[Any]

    def floats(self, rows: int) -> npt.NDArray[Any]:
        """The matrix as float32, with that number of rows."""
        values = (self.codes.astype(np.float32) - 8) * self.scales[:, None]
        return np.asarray(values.reshape(rows, -1))


class PackedModel:
    """The packaged file, mapped: `pieces` with their scores, and tensors by name."""

    def __init__(self, path: Path) -> None:
        self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
        self._position = 0
        if bytes(self._bytes[:4]) != MAGIC:
            raise ValueError(f"{path.name} is not a packed E5 model")
        _, *sizes = self._read("<4sI7if")[1:]
        self.shape = Shape(*sizes)
        self._read("<i")
        self.pieces = self._pieces()
        self._tensors = self._directory()

    def floats(self, name: str) -> npt.NDArray[Any]:
        """A tensor that was kept as float32."""
        _, count, offset = self._tensors[name]
        return np.frombuffer(self._bytes, "<f4", count, offset)

    def blocks(self, *names: str) -> Blocks:
        """One 4-bit matrix, or several stacked one below the other."""
        parts = [self._blocks(name) for name in names]
        return Blocks(
            np.concatenate([part.codes for part in parts]),
            np.concatenate([part.scales for part in parts]),
        )

    def is_quantised(self, name: str) -> bool:
        return self._tensors[name][0] == QUANTISED

    @cached_property
    def names(self) -> list[str]:
        return list(self._tensors)

    def _blocks(self, name: str) -> Blocks:
        _, count, offset = self._tensors[name]
        size = count // BLOCK * BLOCK_BYTES
        raw = self._bytes[offset : offset + size].reshape(-1, BLOCK_BYTES)
        scales = raw[:, :2].copy().view("<f2")[:, 0].astype(np.float32)
        codes = np.concatenate([raw[:, 2:] & 15, raw[:, 2:] >> 4], axis=1)
        return Blocks(codes, scales)

    def _pieces(self) -> list[tuple[str, float]]:
        count, *_specials = self._read("<5i")
        (size,) = self._read("<Q")
        offsets = self._array("<u4", count + 1)
        scores = self._array("<f4", count)
        blob = self._array("u1", size).tobytes()
        words = [blob[a:b].decode() for a, b in pairwise(offsets)]
        return [(word, float(score)) for word, score in zip(words, scores, strict=True)]

    def _directory(self) -> dict[str, tuple[int, int, int]]:
        _, size = self._read("<iI")
        self._position += size
        (count,) = self._read("<i")
        return dict(self._entry() for _ in range(count))

    def _entry(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self._read("<H")
        name = self._array("u1", length).tobytes().decode()
        kind, count, offset, _ = self._read("<BIQQ")
        return name, (kind, count, offset)

    def _read(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(layout, self._bytes.data, self._position)
        self._position += struct.calcsize(layout)
        return found

    def _array(self, kind: str, count: int) -> npt.NDArray[Any]:
        found = np.frombuffer(self._bytes, kind, count, self._position)
        self._position += found.nbytes
        return found
