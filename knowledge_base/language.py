"""Which language a text is in, when nobody says."""

from __future__ import annotations

from functools import cache
from typing import Any


def guessed_language(text: str, default: str = "fr") -> str:
    """`fr` or `en`, or the default when the text does not tell."""
    try:
        from bot.nlu.language import guess
    except ImportError:
        return _by_lingua(text, default)
    return str(guess(text, default))


def _by_lingua(text: str, default: str) -> str:
    found = _detector().detect_language_of(text)
    return found.iso_code_639_1.name.lower() if found else default


@cache
def _detector() -> Any:
    from lingua import Language, LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(Language.FRENCH, Language.ENGLISH).build()
