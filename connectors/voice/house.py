"""What all calls share: ears, a mouth, the desk behind them, and a few choices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from connectors.voice.activity import Activity
from connectors.voice.desk_by_rest import Spoken
from connectors.voice.notice import Told
from connectors.voice.speaking import Fallback
from connectors.voice.speech import Ears, Synthesiser


class Desk(Protocol):
    """Whoever answers what the caller says."""

    async def say(
        self, conversation: str, text: str, metadata: Mapping[str, Any]
    ) -> Sequence[Spoken]: ...


class Passage(Protocol):
    """Codes that carry a conversation between the web site and the telephone."""

    async def redeem(self, code: str, who: str) -> str | None: ...

    async def issue(self, conversation: str) -> str | None: ...


@dataclass(frozen=True)
class House:
    """`sealed` signs an intent for a conversation; `longest` and `filler_after` are in seconds."""

    ears: Ears
    activity: Callable[[], Activity]
    synthesiser: Synthesiser
    fallback: Fallback
    desk: Desk
    sealed: Callable[[str, str], str]
    passage: Passage | None = None
    language: str = "fr"
    transfer_to: str = ""
    longest: float = 1200.0
    filler_after: float = 0.6  # a word to bridge a wait; `inf`: none
    told: Told = field(default_factory=Told)
    note: Callable[[str, float], None] = lambda _name, _value: None
