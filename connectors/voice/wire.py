"""What a line that keeps its own clock must translate: messages in and out, without sockets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from connectors.voice.transport import Key, Sound

Message = str | bytes
PIECE_MS = 200  # sound leaves in messages of this length


class Malformed(Exception):
    """A message that this line's other side would never send."""


@dataclass(frozen=True)
class Reached:
    """The other side played everything up to the mark of this id."""

    id: str


@dataclass(frozen=True)
class Hold:
    """The other side wants no more sound for now, or wants it again."""

    on: bool


@dataclass(frozen=True)
class Over:
    """The other side says that the call has ended."""

    reason: str = "hangup"


Heard = Sound | Key | Reached | Hold | Over


@dataclass(frozen=True)
class Sent:
    """A message to send, and how many seconds of sound it carries."""

    message: Message
    seconds: float = 0.0


class Wire(Protocol):
    """One call's dialect."""

    def hear(self, message: Message) -> Sequence[Heard]:
        """What a message says; raises `Malformed`."""

    def say(self, pcm: bytes) -> Sequence[Sent]:
        """Messages that carry sound (`s16le` at 16 kHz)."""

    def mark(self, id: str) -> Sequence[Sent]:
        """Messages that ask for `Reached(id)`; none when nothing was said since the last mark."""

    def flush(self) -> Sequence[Sent]:
        """Messages that drop what was sent and not played."""

    def leave(self) -> Sequence[Sent]:
        """Messages that end the call, before the socket closes."""
