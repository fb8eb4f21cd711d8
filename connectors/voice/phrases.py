"""The sentences that a call says by itself, in French and English."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from bot.settings import settings
from connectors.voice.speaking import Said

LANGUAGES = ("fr", "en")
_TEXTS = Path(__file__).parent / "texts"


@cache
def phrases(language: str) -> dict[str, str]:
    """Every sentence of a language, by name."""
    loaded: dict[str, str] = yaml.safe_load((_TEXTS / f"{language}.yml").read_text("utf-8"))
    return loaded


def phrase(name: str, language: str, **values: str) -> Said:
    """One sentence, with its blanks filled, in the voice of its language."""
    blanks = {"company": settings().company_name, **values}
    return Said(phrases(language)[name].format(**blanks), language)


def spoken_language(said: str) -> str:
    """The house's language that a line asks for (`fr`, `fr-FR`, `en_GB`); empty: none of them."""
    language = said[:2].lower()
    return language if language in LANGUAGES else ""


def other(language: str) -> str:
    """The other language of the house."""
    return "en" if language == "fr" else "fr"


def fixed(language: str) -> list[Said]:
    """The sentences without blanks: they can be spoken before anybody calls."""
    return [
        phrase(name, language)
        for name, text in phrases(language).items()
        if "{" not in text.replace("{company}", "")
    ]
