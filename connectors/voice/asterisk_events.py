"""What Asterisk tells by chan_websocket, as JSON or as plain words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from connectors.voice.wire import Malformed

POSITIONAL = ("MEDIA_BUFFERING_COMPLETED", "MEDIA_MARK_PROCESSED")


@dataclass(frozen=True)
class Event:
    """What Asterisk tells: a name, and fields that are words."""

    name: str
    fields: Mapping[str, str]


def read(text: str) -> Event:
    """An event in either form; raises `Malformed`."""
    return _read_json(text) if text.lstrip().startswith("{") else _read_plain(text)


def _read_json(text: str) -> Event:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed("no event") from None
    name = said.get("event")
    if not isinstance(name, str):
        raise Malformed("an event without a name")
    fields = {key: str(value) for key, value in said.items() if _is_word(value)}
    return Event(name, fields)


def _is_word(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _read_plain(text: str) -> Event:
    name, *words = text.split()[:50] or [""]
    if not name.replace("_", "").isalpha() or not name.isupper():
        raise Malformed("no event")
    if name in POSITIONAL and words:
        return Event(name, {"correlation_id": words[0].removeprefix("correlation_id:")})
    if name == "ERROR":
        return Event(name, {"error_text": " ".join(words).removeprefix("error_text:")})
    pairs = (word.partition(":") for word in words)
    return Event(name, {key: value for key, colon, value in pairs if colon})
