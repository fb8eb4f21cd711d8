"""The words between the call and its recognisers: small frames over a pipe, bytes in, bytes out."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

_HEAD = struct.Struct("!IBI")  # length of the payload, kind, utterance
LONGEST = 4 << 20


class Kind(IntEnum):
    """What a frame is: the first ones go to the recogniser, the others come from it."""

    OPEN = 1
    FEED = 2
    SETTLE = 3
    FINISH = 4
    CANCEL = 5
    READY = 16
    PARTIAL = 17
    DONE = 18
    FAILED = 19
    BEAT = 20
    STUCK = 21


class Garbled(Exception):
    """Bytes that are no frame: the other side writes something else."""


@dataclass(frozen=True)
class Frame:
    """One word; `utterance` 0 is about the whole worker."""

    kind: Kind
    utterance: int = 0
    payload: bytes = b""

    def encode(self) -> bytes:
        return _HEAD.pack(len(self.payload), self.kind, self.utterance) + self.payload


class Decoder:
    """Frames out of bytes, however these were cut."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are whole now; raises `Garbled`."""
        self._rest += data
        while len(self._rest) >= _HEAD.size:
            size, kind, utterance = _HEAD.unpack_from(self._rest)
            if size > LONGEST or kind not in set(Kind):
                raise Garbled(f"no frame: kind {kind}, {size} bytes")
            if len(self._rest) < _HEAD.size + size:
                return
            payload = bytes(self._rest[_HEAD.size : _HEAD.size + size])
            del self._rest[: _HEAD.size + size]
            yield Frame(Kind(kind), utterance, payload)
