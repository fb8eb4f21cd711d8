"""Which of the two languages a message is in, when it says so."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from bot.nlu.language_words import ENGLISH, FRENCH, HINTS, NEITHER
from bot.nlu.wording import ADDRESS, folded

if TYPE_CHECKING:
    from lingua import LanguageDetector

ENOUGH_WORDS = 4
SURE = 0.8
WITH_DIGITS = re.compile(r"\S*\d\S*")
# Words of one language that sentences in the other use: « le week-end », "a comment".
BORROWED = re.compile(r"\bweek[- ]?end\b|\b(?:a|the|my|your|this|another) comment\b", re.IGNORECASE)
LONGEST = 400


def guess(text: str, default: str) -> str:
    """`fr` or `en`; `default` when the text belongs to both or to neither."""
    return recognised(text) or default


def recognised(text: str) -> str | None:
    """The language of a text; None for names, numbers, addresses and words both languages use."""
    words = _words(text)
    if all(word in NEITHER for word in words):
        return None
    french = sum(word in FRENCH for word in words)
    english = sum(word in ENGLISH for word in words)
    if french > 2 * english:
        return "fr"
    if english > 2 * french:
        return "en"
    if len(words) >= ENOUGH_WORDS and (french or english or HINTS & set(words)):
        return _by_letters(text[:LONGEST])
    return None


def _words(text: str) -> list[str]:
    without = WITH_DIGITS.sub(" ", ADDRESS.sub(" ", text[:LONGEST]))
    words = folded(BORROWED.sub(" ", without)).split()
    spelled = sum(len(word) == 1 for word in words) > 2
    return [word for word in words if len(word) > 1 or not spelled]


def _by_letters(text: str) -> str | None:
    found = _detector().compute_language_confidence_values(text)[0]
    return found.language.iso_code_639_1.name.lower() if found.value >= SURE else None


@cache
def _detector() -> LanguageDetector:
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(Language.FRENCH, Language.ENGLISH).build()
