"""Streams cut into pieces, as networks cut them."""

from __future__ import annotations

from collections.abc import Iterator

SIZES = (1, 2, 3, 7, 1000)


def cut(data: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]
