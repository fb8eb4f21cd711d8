"""What Whisper writes when nobody spoke, or when it turns in circles, and how it is told apart."""

from __future__ import annotations

import math
import re
import zlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import yaml

# Measured with synthesised speech, telephone sound, noise, tones and silence.
NO_SPEECH, UNSURE, HOPELESS = 0.6, -0.35, -1.9
LONGEST_ANSWER = 5  # words of an answer that a hint may well suggest
REPETITIVE = 2.4  # how much smaller zlib makes a text that turns in circles
_LOOP = re.compile(r"(\b.{1,60}?\b)(?:[\s,.;!?-]*\1){4,}", re.IGNORECASE)
_DIGITS = re.compile(r"[\d\s,.;-]+")
_PHANTOMS = Path(__file__).parent / "texts" / "phantoms.yml"


@dataclass(frozen=True)
class Decoded:
    """A window's text; `score` is the mean log probability of its tokens."""

    text: str
    score: float
    no_speech: float
    hint: str = ""

    @property
    def confidence(self) -> float:
        return math.exp(min(self.score, 0.0))

    @property
    def is_doubtful(self) -> bool:
        """Whether another try, without a hint, may be better."""
        return bool(self.hint) and (turns_in_circles(self.text) or self.score < HOPELESS / 2)


def without_doubts(found: Decoded) -> Decoded:
    """The same, with no text where it cannot be what somebody said."""
    if _nobody_spoke(found) or is_phantom(found.text) or _is_hint(found):
        return replace(found, text="")
    if turns_in_circles(found.text):
        return replace(found, text="")
    return replace(found, text=_writable(found.text))


def turns_in_circles(text: str) -> bool:
    """Whether a text repeats itself as nobody does; digits may repeat."""
    if _DIGITS.fullmatch(text) and len(text) < 40:
        return False
    raw = text.encode()
    squeezed = len(raw) / len(zlib.compress(raw))
    return squeezed > REPETITIVE or _LOOP.search(text) is not None


def is_phantom(text: str) -> bool:
    """Whether a text is one of those that Whisper learnt from subtitles over silence."""
    said = _plain(text)
    return not said or any(said.startswith(phantom) for phantom in _phantoms())


def _nobody_spoke(found: Decoded) -> bool:
    if found.no_speech > NO_SPEECH:
        return found.score < UNSURE
    return found.no_speech > NO_SPEECH / 2 and found.score < HOPELESS


def _is_hint(found: Decoded) -> bool:
    """Whether the hint came back instead of what was said."""
    said = _plain(found.text)
    return len(said.split()) > LONGEST_ANSWER and said in _plain(found.hint)


def _writable(text: str) -> str:
    """Only Latin letters: other scripts are a sound that was not understood."""
    return re.sub(r"\s+", " ", re.sub(r"[^\u0000-\u024f\u2010-\u20ac]+", " ", text)).strip()


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


@cache
def _phantoms() -> tuple[str, ...]:
    return tuple(_plain(one) for one in yaml.safe_load(_PHANTOMS.read_text("utf-8")))
