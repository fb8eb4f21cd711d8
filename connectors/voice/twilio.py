"""Twilio's media streams as sound and keys, and the carriers that say the same in other words."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from connectors.voice.audiosocket import KEYS
from connectors.voice.dialects import Dialect
from connectors.voice.reordering import Reordering
from connectors.voice.sound import (
    Resampler,
    from_alaw,
    from_mulaw,
    swapped,
    to_alaw,
    to_mulaw,
    whole,
)
from connectors.voice.speech import RATE
from connectors.voice.stream_messages import Start, part, read
from connectors.voice.transport import Key, Sound
from connectors.voice.wire import PIECE_MS, Heard, Malformed, Message, Over, Reached, Sent

_PIECE = 2 * RATE * PIECE_MS // 1000
Law = tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]


def law(start: Start, dialect: Dialect) -> Law:
    """How a stream's bytes become `s16le` at its rate, and back."""
    if start.code == "l16":
        return (swapped, swapped) if dialect.l16 == "big" else (whole, whole)
    return (from_alaw, to_alaw) if start.code in ("alaw", "pcma") else (from_mulaw, to_mulaw)


class StreamWire:
    """One call by media streams, from its `start` message on; answered in the format heard."""

    def __init__(self, start: Start, dialect: Dialect) -> None:
        self._stream, self._dialect, self._rate = start.stream, dialect, start.rate
        self._decode, self._encode = law(start, dialect)
        self._hears, self._speaks = Resampler(start.rate, RATE), Resampler(RATE, start.rate)
        self._order = Reordering()
        self._has_spoken = False

    def hear(self, message: Message) -> Sequence[Heard]:
        said = read(message)
        event = said["event"]
        if event == "media":
            return self._sound(part(said, "media"))
        if event == "dtmf" and (digit := str(part(said, "dtmf").get("digit"))) in KEYS:
            return [Key(digit)]
        if event == "mark":
            return [Reached(str(part(said, "mark").get("name", "")))]
        return [Over()] if event == "stop" else []

    def say(self, pcm: bytes) -> Sequence[Sent]:
        self._has_spoken = self._has_spoken or bool(pcm)
        return [self._media(made) for one in _pieces(pcm) if (made := self._speaks.feed(one))]

    def mark(self, id: str) -> Sequence[Sent]:
        if not self._has_spoken:
            return []
        self._has_spoken = False
        mark = Sent(self._write("mark", mark={"name": id}))
        tail = self._speaks.finish()
        return [self._media(tail.ljust(self._rate // 50 * 2, b"\0")), mark] if tail else [mark]

    def flush(self) -> Sequence[Sent]:
        self._has_spoken = False
        self._speaks.finish()
        return [Sent(self._write("clear"))]

    def leave(self) -> Sequence[Sent]:
        """Closing the socket is enough: the carrier asks us what comes next."""
        return []

    def _sound(self, media: Mapping[str, Any]) -> Sequence[Heard]:
        if str(media.get("track", "inbound")).startswith("outbound"):
            return []
        codes = _codes(media.get("payload"))
        chunk = str(media.get("chunk", ""))
        ordered = [codes]
        if not self._dialect.in_order and chunk.isdecimal() and len(chunk) < 12:
            ordered = self._order.put(int(chunk), codes)
        heard = (self._hears.feed(self._decode(codes)) for codes in ordered)
        return [Sound(pcm) for pcm in heard if pcm]

    def _media(self, pcm: bytes) -> Sent:
        payload = base64.b64encode(self._encode(pcm)).decode()
        return Sent(self._write("media", media={"payload": payload}), len(pcm) / 2 / self._rate)

    def _write(self, event: str, **parts: Mapping[str, str]) -> str:
        return json.dumps({"event": event, self._dialect.stream: self._stream, **parts})


def _pieces(pcm: bytes) -> Iterable[bytes]:
    """The last one takes the rest with it: Telnyx asks for 20 ms at least in a message."""
    cuts = [_PIECE * number for number in range(max(len(pcm) // _PIECE, 1))]
    return (pcm[at:end] for at, end in pairwise([*cuts, len(pcm)]))


def _codes(payload: object) -> bytes:
    try:
        return base64.b64decode(str(payload), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("sound that is no base64") from None
