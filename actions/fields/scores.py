"""A mark given at the end: « 8 sur 10 », "nine out of ten", « très satisfait »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.fields.numbers import in_digits
from actions.fields.satisfaction import satisfaction
from actions.fields.words import tidy

_NUMBER = r"(?<![\d.,])(-?\d{1,4})(?:[.,](\d+))?(?![\d])"
_OUT_OF = re.compile(rf"{_NUMBER} ?(?:/|sur|out of|over|on) ?(\d{{1,3}})\b")
_ARTICLE = re.compile(
    r"\b(?:une?|an?) (?=(?:(?:petite?|bonne?|bon|gros|joli|solid|good|big) )?(?:note|mark|score"
    r"|\d|z[ée]ro|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three|four|five|seven|eight"
    r"|nine|ten|un\b|one\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ScoreReading:
    """`value` is within the scale; `problem` tells a mark that is not from no mark at all."""

    value: int | None = None
    problem: Literal["out_of_range", "unclear"] | None = None


def score(text: str, language: str, low: int, high: int) -> ScoreReading:
    """A whole mark from `low` to `high`; words of satisfaction count on a scale of 1 to 5."""
    said = tidy(in_digits(_ARTICLE.sub("", text[:300]), language))
    if match := _OUT_OF.search(said):
        whole, part, top = match.groups()
        return _mark(whole, part, low, high) if int(top) == high else _refused()
    numbers = re.findall(_NUMBER, said)
    if len({whole for whole, _ in numbers}) > 1:
        return ScoreReading(None, "unclear")
    if numbers:
        whole, part = numbers[0]
        return _mark(whole, part, low, high)
    return ScoreReading(satisfaction(said) if (low, high) == (1, 5) else None)


def _refused() -> ScoreReading:
    return ScoreReading(None, "out_of_range")


def _mark(whole: str, part: str | None, low: int, high: int) -> ScoreReading:
    if part and part.strip("0"):
        return ScoreReading(None, "unclear")
    return ScoreReading(int(whole)) if low <= int(whole) <= high else _refused()
