"""What the call needs of ears and a mouth, whoever makes them.

All sound inside the house is 16 kHz, mono, signed 16-bit little endian (`s16le`), in bytes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

RATE = 16_000
FRAME_MS = 20
FRAME_BYTES = RATE * 2 * FRAME_MS // 1000


class Expected(str, Enum):
    """What the desk has just asked for: ears may lean towards it, and wait for it."""

    ANYTHING = "anything"
    OFFER = "offer"  # a yes or no, or something else altogether
    YES_NO = "yes_no"
    DIGITS = "digits"
    SPELLING = "spelling"
    MOMENT = "moment"
    SCORE = "score"


@dataclass(frozen=True)
class Word:
    """One word heard; times in seconds from the utterance's start, confidence from 0 to 1."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True)
class Transcript:
    """What was heard in one utterance; an empty text is "nothing was understood".

    `confidence` is from 0 to 1, None where the engine has none. `language` is the one it was
    heard in, which is the one asked for unless that was empty.
    """

    text: str
    language: str
    words: tuple[Word, ...] = ()
    confidence: float | None = None


class Recogniser(Protocol):
    """One utterance, inside a worker process. Blocks."""

    def feed(self, pcm: bytes) -> str | None:
        """Hear more; the text so far, where the engine streams and it changed."""

    def settle(self) -> str | None:
        """A short pause: an engine that needs whole utterances may decode now, and say the text."""

    def finish(self) -> Transcript:
        """The utterance has ended."""


class Engine(Protocol):
    """A loaded recogniser of speech, inside a worker process."""

    name: str
    languages: tuple[str, ...]

    def recogniser(self, language: str, expected: Expected) -> Recogniser:
        """Ears for one utterance; an empty language is recognised, where the engine can."""


class EarsFailed(Exception):
    """The worker crashed, stalled or grew too large: the utterance is lost, the next is not."""


class Utterance(Protocol):
    """One utterance, as the call sees it: nothing here blocks the event loop."""

    def feed(self, pcm: bytes) -> None:
        """Hear more."""

    @property
    def partial(self) -> str:
        """The text so far; empty where the engine does not stream."""

    def settle(self) -> None:
        """A short pause: an engine that needs whole utterances may begin to decode now.

        More sound after it makes that work void; without more, `finish` has it at once.
        """

    async def finish(self) -> Transcript:
        """What was heard; raises `EarsFailed`."""

    def cancel(self) -> None:
        """Nobody wants to know any more."""


class Ears(Protocol):
    """Recognisers behind worker processes."""

    def utterance(self, language: str, expected: Expected = Expected.ANYTHING) -> Utterance:
        """Begin to hear."""

    async def close(self) -> None:
        """End every worker."""


class VoiceFailed(Exception):
    """A text could not be spoken."""


class Synthesiser(Protocol):
    """Text to sound, sentence by sentence."""

    def speak(self, text: str, language: str) -> AsyncIterator[bytes]:
        """The sound of a text, as `s16le` at 16 kHz, one piece a sentence; raises `VoiceFailed`."""
