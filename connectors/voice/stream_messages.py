"""A carrier's messages as mappings, and the `start` that says what a stream is made of."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from connectors.voice.dialects import Dialect
from connectors.voice.wire import Malformed, Message

_CODES: Final = frozenset({"mulaw", "pcmu", "alaw", "pcma", "l16"})
_RATES: Final = frozenset({8_000, 12_000, 16_000, 24_000, 32_000, 44_100, 48_000})
_TELEPHONE = 8_000


class Unspoken(Malformed):
    """A stream in a format that we do not speak; it says which."""


@dataclass(frozen=True)
class Start:
    """A stream that begins: which, in which code, what our answer gave it, samples a second."""

    stream: str
    encoding: str
    parameters: Mapping[str, str]
    rate: int = _TELEPHONE

    @property
    def code(self) -> str:
        """The encoding without what carriers write around it: `audio/x-L16` is `l16`."""
        return self.encoding.lower().removeprefix("audio/").removeprefix("x-")


def read(text: Message) -> Mapping[str, Any]:
    """A message as a mapping with an event's name; raises `Malformed`.

    SignalWire's own pages show each message inside another, as `rawEvent`.
    """
    try:
        said = json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict) and isinstance(said.get("rawEvent"), dict):
        said = {**said, **said["rawEvent"]}
    if not isinstance(said, dict) or not isinstance(said.get("event"), str):
        raise Malformed("no event")
    return said


def read_start(message: Mapping[str, Any], dialect: Dialect) -> Start:
    """The stream that a `start` message opens; raises `Malformed`, or `Unspoken`."""
    start = part(message, "start")
    stream = str(message.get(dialect.stream) or start.get(dialect.stream) or "")
    if not stream:
        raise Malformed("a stream without a name")
    format = part(start, dialect.format)
    parameters = _parameters(start.get(dialect.parameters))
    found = Start(stream, str(format.get("encoding", "")), parameters, _rate(format, dialect))
    if found.code not in _CODES or found.rate not in _RATES or not _is_mono(format):
        raise Unspoken(f"{found.encoding[:40]}, {found.rate}, {str(format.get('channels'))[:9]}")
    return found


def part(message: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A message's object of that name; raises `Malformed`."""
    found = message.get(name)
    if not isinstance(found, dict):
        raise Malformed("a message without its part")
    return found


def _rate(format: Mapping[str, Any], dialect: Dialect) -> int:
    """Samples a second, a number or its digits; the telephone's where none is said, 0: nonsense."""
    said = str(format.get(dialect.rate, _TELEPHONE))
    return int(said) if said.isdecimal() and len(said) < 7 else 0


def _is_mono(format: Mapping[str, Any]) -> bool:
    return str(format.get("channels", 1)) == "1"


def _parameters(given: object) -> Mapping[str, str]:
    """What our answer gave the stream: an object, or a list of names and values."""
    if isinstance(given, dict):
        return {str(key): str(value) for key, value in given.items()}
    listed = given if isinstance(given, list) else []
    pairs = [one for one in listed if isinstance(one, dict) and one.keys() >= {"name", "value"}]
    return {str(one["name"]): str(one["value"]) for one in pairs}
