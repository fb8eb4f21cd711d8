"""The frames between the widget's microphone and a call: sound is binary, the rest is JSON.

Widget to desk: `hello` first (its visitor's token, language, `hands_free` or `push`), then `push`
(the button goes down or up), `key`, `mark` (its place was heard, or its sound dropped), `bye`.
Desk to widget: `ready`, `listening`, `partial`, `heard`, `speaking`, `reply`, `flush` (drop what
was not heard yet), `mark`, `ended`. Binary frames are `s16le` at 16 kHz, mono, both ways. The
widget sends sound all the time, silence included: with `push`, silence while the button is up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from connectors.voice.transport import Key, LineEvent, Mark, Pushed, Sound

MAX_TEXT = 2048
MAX_SOUND = 12_800  # 400 ms
MAX_WORDS = 4000

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,64}$")]
FACTS = {"ready", "listening", "partial", "heard", "speaking", "reply", "full"}


class BadFrame(Exception):
    """A frame that no widget of ours sends; the message is one fixed word."""


class _Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Hello(_Frame):
    type: Literal["hello"]
    token: str = Field(max_length=500)
    language: Literal["fr", "en", ""] = ""
    mode: Literal["hands_free", "push"] = "hands_free"


class Push(_Frame):
    type: Literal["push"]
    down: bool


class KeyPressed(_Frame):
    type: Literal["key"]
    digit: Annotated[str, StringConstraints(pattern=r"^[0-9*#A-D]$")]


class Reached(_Frame):
    type: Literal["mark"]
    name: Name
    played: bool = True


class Bye(_Frame):
    type: Literal["bye"]


Control = Hello | Push | KeyPressed | Reached | Bye
_CONTROLS: TypeAdapter[Control] = TypeAdapter(Annotated[Control, Field(discriminator="type")])


def control(text: str) -> Control:
    """What a text frame says; raises `BadFrame`."""
    if len(text) > MAX_TEXT:
        raise BadFrame("too_big")
    try:
        return _CONTROLS.validate_json(text)
    except (ValidationError, UnicodeError):
        raise BadFrame("bad_frame") from None


def sound(data: bytes) -> Sound:
    """The sound of a binary frame: whole samples, 400 ms at most; raises `BadFrame`."""
    if len(data) > MAX_SOUND:
        raise BadFrame("too_big")
    if not data or len(data) % 2:
        raise BadFrame("bad_sound")
    return Sound(data)


def event(said: Control) -> LineEvent | None:
    """What a control means to the call; None for those that only open or close the line."""
    if isinstance(said, Push):
        return Pushed(said.down)
    if isinstance(said, KeyPressed):
        return Key(said.digit)
    if isinstance(said, Reached):
        return Mark(said.name, said.played)
    return None


def frame(type: str, **fields: Any) -> str:
    """A control for the widget."""
    return json.dumps({"type": type, **fields}, ensure_ascii=False)


def told(fact: Mapping[str, Any]) -> str | None:
    """A fact of the call (`type`, and `text` where it has words); None for one with no frame."""
    if fact.get("type") not in FACTS:
        return None
    words = {"text": str(fact["text"])[:MAX_WORDS]} if fact.get("text") is not None else {}
    return frame(fact["type"], **words)


def pieces(pcm: bytes) -> Iterator[bytes]:
    """Sound of any length in frames that a widget takes; half a sample at the end is dropped."""
    whole = len(pcm) - len(pcm) % 2
    for start in range(0, whole, MAX_SOUND):
        yield pcm[start : min(start + MAX_SOUND, whole)]
