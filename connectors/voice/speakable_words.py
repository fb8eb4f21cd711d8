"""How each language says what is written otherwise: letters, acronyms, units, money, months."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

SPOKEN = Path(__file__).parent / "spoken"


@dataclass(frozen=True)
class Words:
    """One language's words; pairs are for one and for several."""

    language: str
    letters: dict[str, str]
    acronyms: dict[str, str]
    titles: dict[str, str]
    abbreviations: dict[str, str]
    units: dict[str, tuple[str, str]]
    money: dict[str, tuple[str, str, str, str]]
    months: tuple[str, ...]
    feminine: frozenset[str]
    words: dict[str, str]

    def spelled(self, letters: str) -> str:
        """Letter by letter, with a short pause after each."""
        return ", ".join(self.letters.get(_bare(one), one) for one in letters)


@cache
def spoken_words(language: str) -> Words:
    """The words of `fr` or `en`."""
    read: dict[str, Any] = yaml.safe_load((SPOKEN / f"{language}.yml").read_text(encoding="utf-8"))
    return Words(
        language,
        {str(key): value for key, value in read["letters"].items()},
        read["acronyms"],
        read["titles"],
        read["abbreviations"],
        {name: (one, several) for name, (one, several) in read["units"].items()},
        {sign: tuple(names) for sign, names in read["money"].items()},
        tuple(read["months"]),
        frozenset(read["feminine"]),
        read["words"],
    )


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.lower())[0]
