"""Pieces of sound that may overtake each other, put back in order while it is not too late."""

from __future__ import annotations

_MOST = 5  # pieces (100 ms) that may wait for one that is late


class Reordering:
    """Numbered pieces in, pieces in order out; one that comes too late is left out."""

    def __init__(self) -> None:
        self._next: int | None = None
        self._waiting: dict[int, bytes] = {}

    def put(self, number: int, piece: bytes) -> list[bytes]:
        """The pieces that may be heard now."""
        if self._next is None:
            self._next = number
        if number >= self._next:
            self._waiting[number] = piece
        if len(self._waiting) > _MOST:
            self._next = min(self._waiting)
        return self._ready()

    def _ready(self) -> list[bytes]:
        ready = []
        while self._next is not None and self._next in self._waiting:
            ready.append(self._waiting.pop(self._next))
            self._next += 1
        return ready
