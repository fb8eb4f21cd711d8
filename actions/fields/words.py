"""Text as the readers of values see it: lower case, no accents, plain quotes and dashes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

LONGEST = 2000
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"} | dict.fromkeys("‐‑‒–—−", "-")
)


@lru_cache(maxsize=2048)
def _fold_character(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0].lower()[:1] or character
    return " " if base.isspace() else base


def fold(text: str) -> str:
    """The same text, same length, so that a span found in it is a span of the original."""
    return "".join(_fold_character(character) for character in text.translate(_PLAIN))


def tidy(text: str) -> str:
    """Folded, cut to the longest message, runs of spaces made one."""
    return re.sub(r"\s+", " ", fold(text[:LONGEST])).strip()


def listed(text: str) -> list[str]:
    """A list of words, written as words."""
    return text.split()


def blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with those spans turned into semicolons, which no reader crosses."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = ";" * (end - start)
    return "".join(characters)


def reworded(text: str, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str]) -> str:
    """The text with the group `old` of every match in its folded form said otherwise."""
    for match in reversed(list(pattern.finditer(fold(text)))):
        start, end = match.span("old")
        text = text[:start] + put(match) + text[end:]
    return text


def other(language: str) -> str:
    """The language to try second: people mix them, above all in numbers."""
    return "fr" if language == "en" else "en"
