"""Twilio's media streams as messages, and the carriers that say the same in other words."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from connectors.voice.audiosocket import KEYS
from connectors.voice.dialects import Dialect
from connectors.voice.reordering import Reordering
from connectors.voice.sound import Resampler, from_alaw, from_mulaw, to_alaw, to_mulaw
from connectors.voice.speech import RATE
from connectors.voice.transport import Key, Sound
from connectors.voice.wire import PIECE_MS, Heard, Malformed, Message, Over, Reached, Sent

_TELEPHONE = 8_000
_PIECE = 2 * RATE * PIECE_MS // 1000
Law = tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]
_MULAW, _ALAW = (from_mulaw, to_mulaw), (from_alaw, to_alaw)
LAWS: Final[Mapping[str, Law]] = MappingProxyType(
    {"audio/x-mulaw": _MULAW, "PCMU": _MULAW, "audio/x-alaw": _ALAW, "PCMA": _ALAW}
)


@dataclass(frozen=True)
class Start:
    """A stream that begins: which, in which code, and what our answer gave it."""

    stream: str
    encoding: str
    parameters: Mapping[str, str]


def read(text: Message) -> Mapping[str, Any]:
    """A message as a mapping with an event's name; raises `Malformed`."""
    try:
        said = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("event"), str):
        raise Malformed("no event")
    return said


def read_start(message: Mapping[str, Any], dialect: Dialect) -> Start:
    """The stream that a `start` message opens; raises `Malformed`."""
    start = _part(message, "start")
    format = _part(start, dialect.format)
    found = Start(
        str(message.get(dialect.stream, "")),
        str(format.get("encoding", "")),
        _parameters(start.get(dialect.parameters)),
    )
    if not found.stream or found.encoding not in LAWS:
        raise Malformed("a stream without a name, or in a code that we do not speak")
    return found


class StreamWire:
    """One call by media streams, from its `start` message on."""

    def __init__(self, start: Start, dialect: Dialect) -> None:
        self._stream, self._dialect = start.stream, dialect
        self._decode, self._encode = LAWS[start.encoding]
        self._hears, self._speaks = Resampler(_TELEPHONE, RATE), Resampler(RATE, _TELEPHONE)
        self._order = Reordering()
        self._has_spoken = False

    def hear(self, message: Message) -> Sequence[Heard]:
        said = read(message)
        event = said["event"]
        if event == "media":
            return self._sound(_part(said, "media"))
        if event == "dtmf" and (digit := str(_part(said, "dtmf").get("digit"))) in KEYS:
            return [Key(digit)]
        if event == "mark":
            return [Reached(str(_part(said, "mark").get("name", "")))]
        return [Over()] if event == "stop" else []

    def say(self, pcm: bytes) -> Sequence[Sent]:
        pieces = (pcm[at : at + _PIECE] for at in range(0, len(pcm), _PIECE))
        self._has_spoken = self._has_spoken or bool(pcm)
        return [self._media(made) for piece in pieces if (made := self._speaks.feed(piece))]

    def mark(self, id: str) -> Sequence[Sent]:
        if not self._has_spoken:
            return []
        self._has_spoken = False
        mark = Sent(self._write("mark", mark={"name": id}))
        return [self._media(self._speaks.finish()), mark]

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
        return Sent(self._write("media", media={"payload": payload}), len(pcm) / 2 / _TELEPHONE)

    def _write(self, event: str, **parts: Mapping[str, str]) -> str:
        return json.dumps({"event": event, self._dialect.stream: self._stream, **parts})


def _part(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = message.get(name)
    if not isinstance(part, dict):
        raise Malformed("a message without its part")
    return part


def _parameters(given: object) -> Mapping[str, str]:
    """What our answer gave the stream: an object, or a list of names and values."""
    if isinstance(given, dict):
        return {str(key): str(value) for key, value in given.items()}
    listed = given if isinstance(given, list) else []
    pairs = [one for one in listed if isinstance(one, dict) and one.keys() >= {"name", "value"}]
    return {str(one["name"]): str(one["value"]) for one in pairs}


def _codes(payload: object) -> bytes:
    try:
        return base64.b64decode(str(payload), validate=True)
    except (binascii.Error, ValueError):
        raise Malformed("sound that is no base64") from None
