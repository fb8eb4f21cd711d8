"""A mark given at the end: « 8 sur 10 », "nine out of ten", « très satisfait »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from actions.fields.numbers import in_digits
from actions.fields.satisfaction import satisfaction
from actions.fields.words import tidy

_NUMBER = r"(?<![\d.,])(-?\d{1,4})(?:[.,](\d+))?(?![\d])"
_OUT_OF = re.compile(
    rf"{_NUMBER} ?(?:etoiles? |stars? |points? )?(?:/|sur|out of|over|on) ?(\d{{1,3}})\b"
)
_NOUGHT = re.compile(r"\b(?:0|zero) (?:pointe|absolu|star|etoile)")
_ARTICLE = re.compile(
    r"\b(?:une?|an?) (?=(?:(?:petite?|bonne?|bon|gros|joli|solid|good|big) )?(?:note|mark|score"
    r"|\d|z[ée]ro|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|two|three|four|five|seven|eight"
    r"|nine|ten|un\b|one\b))",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\b(?<!au )(?<!du )(?:moins|minus) (?=\d)")
_ONE = re.compile(r"\b(?:une?|one)\b", re.IGNORECASE)
_GIVING = re.compile(
    r"\b(?:mets?|mettrais?|donne(?:rais)?|dirais|dis|note|point|etoile|give|say|score|mark|rate"
    r"|star|(?:sur|out of|over) (?:\d|cinq|dix|vingt|five|ten|twenty))",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    rf"{_NUMBER} ?(?:minutes?|mins?|mn|secondes?|seconds?|heures?|hours?|hrs?|h|jours?|days?|nuits?"
    r"|nights?|semaines?|weeks?|mois|months?|ans?|annees?|years?|fois|times|euros?|pounds?|€|£"
    r"|appels?|calls?|personnes?|people|conseillers?|advisers?|agents?|gigas?|go|gb|mbps)(?![a-z])"
)
_AND_A_BIT = re.compile(
    r"\d ?(?:(?:et|and) (?:(?:une?|a|1) )?(?:demie?|half|quart|quarter|trois quarts|3 quarts)\b"
    r"|1/2\b)|\b(?:3|trois|three) quart(?:s|er|ers)\b"
)
_A_FEW_WORDS = 3


@dataclass(frozen=True)
class ScoreReading:
    """`value` is within the scale; `problem` tells a mark that is not from no mark at all."""

    value: int | None = None
    problem: Literal["out_of_range", "unclear"] | None = None


def score(text: str, language: str, low: int, high: int) -> ScoreReading:
    """A whole mark from `low` to `high`; words of satisfaction count on a scale of 1 to 5."""
    said = _BELOW.sub("-", tidy(in_digits(_ARTICLE.sub("", text[:300]), language)))
    if _AND_A_BIT.search(said) or "½" in text[:300]:
        return ScoreReading(None, "unclear")
    marks = _MEASURED.sub(" ", said)
    if marks != said and re.search(r"\d", marks) and not _GIVING.search(marks):
        return ScoreReading(None, "unclear")
    said = marks
    if _is_an_article(text[:300], said):
        return ScoreReading(satisfaction(said) if (low, high) == (1, 5) else None)
    if match := _OUT_OF.search(said):
        whole, part, top = match.groups()
        return _out_of(whole, part, int(top), low, high)
    if _NOUGHT.search(said):
        return ScoreReading(low)
    numbers = re.findall(_NUMBER, said)
    if len({whole for whole, _ in numbers}) > 1:
        return ScoreReading(None, "unclear")
    if numbers:
        whole, part = numbers[0]
        return _mark(whole, part, low, high)
    return ScoreReading(satisfaction(said) if (low, high) == (1, 5) else None)


def _is_an_article(text: str, said: str) -> bool:
    """« un » is a mark alone, or where one is given: « êtes-vous un robot ? » gives none."""
    is_long = len(said.split()) > _A_FEW_WORDS and not _GIVING.search(said)
    return is_long and re.findall(r"\d+", said) == ["1"] and bool(_ONE.search(text))


def _out_of(whole: str, part: str | None, top: int, low: int, high: int) -> ScoreReading:
    """On another scale, only the best and nothing at all are as plain as on ours."""
    if top == high or part:
        return _mark(whole, part, low, high) if top == high else _refused()
    if int(whole) in (0, top):
        return ScoreReading(high if int(whole) else low)
    return _refused()


def _refused() -> ScoreReading:
    return ScoreReading(None, "out_of_range")


def _mark(whole: str, part: str | None, low: int, high: int) -> ScoreReading:
    if part and part.strip("0"):
        return ScoreReading(None, "unclear")
    return ScoreReading(int(whole)) if low <= int(whole) <= high else _refused()
