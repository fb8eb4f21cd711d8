"""Asterisk's chan_websocket as messages: what is heard of a call, and what is asked of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import structlog

from connectors.voice.asterisk_events import POSITIONAL, read
from connectors.voice.audiosocket import KEYS
from connectors.voice.inbox import Count
from connectors.voice.sound import Resampler, from_alaw, from_mulaw, to_alaw, to_mulaw, whole
from connectors.voice.speech import RATE
from connectors.voice.transport import Key, Sound
from connectors.voice.wire import PIECE_MS, Heard, Hold, Malformed, Message, Reached, Sent

log = structlog.get_logger()
FORMATS: Final = MappingProxyType(
    {
        "ulaw": 8_000, "alaw": 8_000, "slin": 8_000, "slin12": 12_000, "slin16": 16_000,
        "slin24": 24_000, "slin32": 32_000, "slin44": 44_100, "slin48": 48_000,
    }
)  # fmt: skip
_PIECE = 2 * RATE * PIECE_MS // 1000
_MOST_TOLD = 200  # characters of a complaint that are logged


@dataclass(frozen=True)
class Commands:
    """Writes commands in the form that Asterisk began with; it ignores more than 128 bytes."""

    in_json: bool

    def write(self, name: str, id: str = "") -> str:
        if not self.in_json:
            return f"{name} {id}".rstrip()
        return json.dumps({"command": name, **({"correlation_id": id} if id else {})})


class AsteriskWire:
    """One call by chan_websocket, from its `MEDIA_START` on.

    Sound between two marks is one buffered transfer: Asterisk cuts it into frames and tells,
    on every version, when the last of them was played.
    """

    def __init__(self, start: str, count: Count = lambda _name: None) -> None:
        event = read(start)
        self._count = count
        self.format = event.fields.get("format", "")
        if event.name != "MEDIA_START" or self.format not in FORMATS:
            raise Malformed("no MEDIA_START in a format that we speak")
        self._commands = Commands(start.lstrip().startswith("{"))
        self._hears = Resampler(FORMATS[self.format], RATE)
        self._speaks = Resampler(RATE, FORMATS[self.format])
        self._is_buffering = False

    def hear(self, message: Message) -> Sequence[Heard]:
        if isinstance(message, bytes):
            pcm = self._hears.feed(_decoded(self.format, message))
            return [Sound(pcm)] if pcm else []
        event = read(message)
        if event.name == "DTMF_END" and event.fields.get("digit") in KEYS:
            return [Key(event.fields["digit"])]
        if event.name in ("MEDIA_XOFF", "MEDIA_XON"):
            return [Hold(event.name == "MEDIA_XOFF")]
        if event.name in POSITIONAL:
            return [Reached(event.fields.get("correlation_id", ""))]
        if event.name == "ERROR":
            self._complain(event.fields.get("error_text", ""))
        return []

    def say(self, pcm: bytes) -> Sequence[Sent]:
        if not pcm:
            return []
        begin = [] if self._is_buffering else [Sent(self._commands.write("START_MEDIA_BUFFERING"))]
        self._is_buffering = True
        pieces = (pcm[at : at + _PIECE] for at in range(0, len(pcm), _PIECE))
        return begin + [self._media(self._speaks.feed(piece)) for piece in pieces]

    def mark(self, id: str) -> Sequence[Sent]:
        if not self._is_buffering:
            return []
        self._is_buffering = False
        tail = self._media(self._speaks.finish())
        stop = Sent(self._commands.write("STOP_MEDIA_BUFFERING", id))
        return [tail, stop] if tail.message else [stop]

    def flush(self) -> Sequence[Sent]:
        """It ends the transfer that goes on, too."""
        self._is_buffering = False
        self._speaks.finish()
        return [Sent(self._commands.write("FLUSH_MEDIA"))]

    def leave(self) -> Sequence[Sent]:
        return [Sent(self._commands.write("HANGUP"))]

    def _complain(self, reason: str) -> None:
        """Asterisk did not do what we asked; the call goes on, and an operator can see why."""
        self._count("asterisk_error")
        log.warning("asterisk reports an error", error=reason[:_MOST_TOLD])

    def _media(self, pcm: bytes) -> Sent:
        return Sent(_encoded(self.format, pcm), len(pcm) / 2 / self._speaks.wanted)


def _decoded(format: str, media: bytes) -> bytes:
    laws = {"ulaw": from_mulaw, "alaw": from_alaw}
    return laws.get(format, whole)(media)


def _encoded(format: str, pcm: bytes) -> bytes:
    laws = {"ulaw": to_mulaw, "alaw": to_alaw}
    return laws.get(format, whole)(pcm)
