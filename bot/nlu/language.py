"""Which of the two languages a message is in, when it says so."""

from __future__ import annotations

import re
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.given_names import given_names
from bot.nlu.article_words import article_words
from bot.nlu.language_words import ENGLISH, FRENCH, HINTS, NEITHER
from bot.nlu.wording import ADDRESS, folded
from bot.settings import settings

if TYPE_CHECKING:
    from lingua import LanguageDetector

ENOUGH_WORDS = 4
SURE = 0.8
WITH_DIGITS = re.compile(r"\S*\d\S*")
# Words of one language that sentences in the other use: « le week-end », "a comment".
BORROWED = re.compile(r"\bweek[- ]?end\b|\b(?:a|the|my|your|this|another) comment\b", re.IGNORECASE)
# Small letters that English has not, and what is elided before a vowel: « j'abandonne ».
FRENCH_ONLY = re.compile(
    r"(?<!\w)[a-zàâçèéêëîïôùûœ]*[àâçèéêëîïôùûœ][a-zàâçèéêëîïôùûœ]*(?!\w)"
    r"|(?<![\w'’])(?:[jlt]|qu)['’](?=[aeiouyhéèêâîô]\w)"
)
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
    if not (french or english) and (language := _by_its_subject(text[:LONGEST], words)):
        return language
    if len(words) >= ENOUGH_WORDS and (french or english or HINTS & set(words)):
        return _by_letters(text[:LONGEST])
    return None


def _words(text: str) -> list[str]:
    without = WITH_DIGITS.sub(" ", ADDRESS.sub(" ", text[:LONGEST]))
    words = folded(BORROWED.sub(" ", without)).split()
    spelled = sum(len(word) == 1 for word in words) > 2
    return [word for word in words if len(word) > 1 or not spelled]


def _by_its_subject(text: str, words: list[str]) -> str | None:
    """A few words without a verb or an article: « carte SIM bloquée », "static IP address"."""
    known = article_words(settings().knowledge_dir)
    counts = {language: sum(word in known[language] for word in words) for language in known}
    counts["fr"] += len({folded(word) for word in FRENCH_ONLY.findall(text)} - given_names())
    (rarer, fewer), (language, count) = sorted(counts.items(), key=itemgetter(1))
    if fewer or not count:
        return None
    return language if count > 1 or _by_letters(text) != rarer else None


def _by_letters(text: str) -> str | None:
    found = _detector().compute_language_confidence_values(text)[0]
    return found.language.iso_code_639_1.name.lower() if found.value >= SURE else None


@cache
def _detector() -> LanguageDetector:
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(Language.FRENCH, Language.ENGLISH).build()
