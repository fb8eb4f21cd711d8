"""Asterisk's AudioSocket as bytes: a kind, a length, and what it carries. No sockets here."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from connectors.voice.inbox import Count, uncounted

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
_KINDS: Final = frozenset(map(int, Kind))
_MOST_UNKNOWN = 100  # frames of unknown kinds in one call
_MOST_OF_UNKNOWN = 8_192  # 20 ms at 192 kHz have 7,680 bytes; two letters as a size are more


class Malformed(Exception):
    """These bytes are no AudioSocket; where the next frame begins is unknown."""


@dataclass(frozen=True)
class Frame:
    kind: Kind
    payload: bytes = b""

    def encode(self) -> bytes:
        return _HEAD.pack(self.kind, len(self.payload)) + self.payload


class Decoder:
    """Frames out of a stream that may be cut anywhere; it never holds more than one frame.

    A kind that we do not know has a length all the same: it is counted and left out, since
    Asterisk gets new kinds with its versions. A stream that begins with one, or brings a hundred,
    is something else than AudioSocket.
    """

    def __init__(self, count: Count = uncounted) -> None:
        self._data, self._count = bytearray(), count
        self._has_begun, self._unknown = False, 0

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that are complete now; raises `Malformed`, after the good ones."""
        self._data += data
        at = 0
        try:
            while len(self._data) - at >= _HEAD.size:
                kind, size = _head(self._data, at)
                if kind is None and not self._has_begun:
                    raise Malformed("no such kind of frame")
                end = at + _HEAD.size + size
                if len(self._data) < end:
                    break
                payload, at, self._has_begun = bytes(self._data[end - size : end]), end, True
                if kind is None:
                    self._skip()
                else:
                    yield Frame(kind, payload)
        finally:
            del self._data[:at]

    def _skip(self) -> None:
        self._unknown += 1
        self._count("audiosocket_unknown_kind")
        if self._unknown >= _MOST_UNKNOWN:
            raise Malformed("frames of unknown kinds without end")


def _head(data: bytearray, at: int) -> tuple[Kind | None, int]:
    """A frame's kind, None when we do not know it, and the size of what follows."""
    number, size = _HEAD.unpack_from(data, at)
    if number not in _KINDS:
        if size > _MOST_OF_UNKNOWN:
            raise Malformed("a frame of an absurd size")
        return None, size
    kind = Kind(number)
    least, most = _SIZES.get(kind, _ERROR_SIZE if kind is Kind.ERROR else _AUDIO_SIZE)
    if not least <= size <= most:
        raise Malformed("a frame of an absurd size")
    return kind, size
