"""Asterisk's AudioSocket as bytes: a kind, a length, and what it carries. No sockets here."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Final

_HEAD = struct.Struct(">BH")  # the length is big endian; samples are little endian
KEYS = frozenset("0123456789*#ABCD")


class Kind(IntEnum):
    HANGUP = 0x00
    UUID = 0x01
    DTMF = 0x03
    AUDIO_8K = 0x10
    AUDIO_12K = 0x11
    AUDIO_16K = 0x12
    AUDIO_24K = 0x13
    AUDIO_32K = 0x14
    AUDIO_44K = 0x15
    AUDIO_48K = 0x16
    AUDIO_96K = 0x17
    AUDIO_192K = 0x18
    ERROR = 0xFF


RATES: Final = MappingProxyType(
    {
        Kind.AUDIO_8K: 8_000,
        Kind.AUDIO_12K: 12_000,
        Kind.AUDIO_16K: 16_000,
        Kind.AUDIO_24K: 24_000,
        Kind.AUDIO_32K: 32_000,
        Kind.AUDIO_44K: 44_100,
        Kind.AUDIO_48K: 48_000,
        Kind.AUDIO_96K: 96_000,
        Kind.AUDIO_192K: 192_000,
    }
)
AUDIO: Final = MappingProxyType({rate: kind for kind, rate in RATES.items()})
_SIZES: Final = MappingProxyType({Kind.HANGUP: (0, 0), Kind.UUID: (16, 16), Kind.DTMF: (1, 1)})
_AUDIO_SIZE, _ERROR_SIZE = (0, 0xFFFF), (0, 64)


class Malformed(Exception):
    """These bytes are no AudioSocket; where the next frame begins is unknown."""


@dataclass(frozen=True)
class Frame:
    kind: Kind
    payload: bytes = b""

    def encode(self) -> bytes:
        return _HEAD.pack(self.kind, len(self.payload)) + self.payload


class Decoder:
    """Frames out of a stream that may be cut anywhere; it never holds more than one frame."""

    def __init__(self) -> None:
        self._data = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete now; raises `Malformed`, after the good ones."""
        self._data += data
        at = 0
        try:
            while len(self._data) - at >= _HEAD.size:
                kind, size = _head(self._data, at)
                end = at + _HEAD.size + size
                if len(self._data) < end:
                    break
                payload, at = bytes(self._data[end - size : end]), end
                yield Frame(kind, payload)
        finally:
            del self._data[:at]


def _head(data: bytearray, at: int) -> tuple[Kind, int]:
    number, size = _HEAD.unpack_from(data, at)
    try:
        kind = Kind(number)
    except ValueError:
        raise Malformed("no such kind of frame") from None
    least, most = _SIZES.get(kind, _ERROR_SIZE if kind is Kind.ERROR else _AUDIO_SIZE)
    if not least <= size <= most:
        raise Malformed("a frame of an absurd size")
    return kind, size
