"""A line that a call came by: sound, keys and marks in both directions, whatever the wire."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol


@dataclass(frozen=True)
class Arrival:
    """A call that came in. `caller` and `called` are as the line says them, or empty.

    `conversation` continues one that is known (the widget's, say); empty begins a new one.
    """

    id: str
    line: str
    caller: str = ""
    called: str = ""
    language: str = ""
    conversation: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sound:
    """Heard: `s16le` at 16 kHz, of any length."""

    pcm: bytes


@dataclass(frozen=True)
class Key:
    """A telephone key: one of `0123456789*#ABCD`."""

    digit: str


@dataclass(frozen=True)
class Mark:
    """The place of a mark was reached, or (`played` false) its sound was dropped."""

    name: str
    played: bool = True


@dataclass(frozen=True)
class Pushed:
    """A push-to-talk button: the caller holds it down, or has let go."""

    down: bool


@dataclass(frozen=True)
class Ended:
    """The line is closed; nothing follows. `reason` is one fixed word, for logs and metrics."""

    reason: str = "hangup"


LineEvent = Sound | Key | Mark | Pushed | Ended


class CallTransport(Protocol):
    """One call's line. No method raises because the other side has gone: `Ended` says so.

    `clock_owner` tells who paces what is sent: with `bot`, the transport itself sends a frame
    every 20 ms, silence included, and `flush` drops what it still holds; with `peer`, sound
    leaves at once and `flush` tells the other side to drop it.
    """

    arrival: Arrival
    clock_owner: Literal["bot", "peer"]

    def events(self) -> AsyncIterator[LineEvent]:
        """What comes in, ending with `Ended`."""

    async def send_audio(self, pcm: bytes) -> None:
        """Queue sound (`s16le` at 16 kHz, any length) after what is queued already."""

    async def mark(self, name: str) -> None:
        """Ask to be told, by `Mark`, when what was queued before has been heard."""

    async def flush(self) -> None:
        """Drop what is queued and not heard yet; its marks come back as not played, or never."""

    async def tell(self, fact: Mapping[str, Any]) -> None:
        """What a screen may show (live words, replies); a telephone ignores it."""

    async def hangup(self) -> None:
        """End the call."""

    async def transfer(self, target: str) -> None:
        """Hand the caller on to a number or an extension, and leave."""
