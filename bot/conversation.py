"""What a visitor says, what the desk answers, and the seam between the two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True)
class Button:
    """A choice offered to the visitor. `payload` is an intent (`/affirm`) or a link."""

    title: str
    payload: str


@dataclass(frozen=True)
class Message:
    """One message of a visitor or caller.

    `sender` is the conversation's id. `channel` is `web`, `rest`, `socketio`, `terminal`
    or `voice`. `language` is the visitor's interface language (`fr` or `en`), or empty when
    unknown: the text itself decides first. `id` makes a repeated delivery harmless.
    `metadata["payload"]` holds the intent of a button that was pressed: text never does.
    """

    sender: str
    text: str
    channel: str = "web"
    language: str = ""
    id: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Reply:
    """One bubble of an answer. `custom` carries what a channel may show otherwise."""

    text: str = ""
    buttons: tuple[Button, ...] = ()
    custom: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """Something that was said in a conversation, as colleagues read it later: masked.

    `by_visitor` is false for what the desk answered.
    """

    at: datetime
    channel: str
    text: str
    by_visitor: bool


class Dialogue(Protocol):
    """Whoever turns a message into replies."""

    async def answer(self, message: Message) -> list[Reply]:
        """Answer one message; raise `DialogueUnavailable` when nobody could."""


class DialogueUnavailable(Exception):
    """The dialogue process is down, or too slow; the message had no effect that we know of."""
