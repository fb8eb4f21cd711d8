"""Numbers as people say them, in words: how to write them, and every way to read them."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

from text_to_num import alpha2digit

from actions.fields.words import listed

_FR = listed(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
)
_FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
_FR_REGIONAL = {70: ("septante",), 80: ("huitante", "octante"), 90: ("nonante",)}
_EN = listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
_EN_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
_FIGURE = "|".join(["[0-9]", *_FR[:10], *_EN[:10], "oh"])
_REPEATED = re.compile(rf"\b(double|triple) ({_FIGURE})\b", re.IGNORECASE)
_ENGLISH_ZERO = re.compile(
    rf"\b(?:oh|nought)\b(?=[ ,]+(?:{_FIGURE}|[a-z]+teen|[a-z]+ty|double)\b)", re.I
)
_EN_ZEROS = ("oh", "o", "nought", "naught")
_FR_ZEROS = ("o",)  # how a recogniser writes a zero said quickly


def _french(number: int) -> str:
    if number < 17:
        return _FR[number]
    if number < 20:
        return f"dix-{_FR[number - 10]}"
    if number == 80:
        return "quatre-vingts"
    if number > 80:
        return f"quatre-vingt-{_french(number - 80)}"
    tens = min(number // 10 * 10, 60)
    rest = number - tens
    if not rest:
        return _FR_TENS[tens]
    return (
        f"{_FR_TENS[tens]} et {_french(rest)}"
        if rest in (1, 11)
        else (f"{_FR_TENS[tens]}-{_french(rest)}")
    )


def _english(number: int) -> str:
    if number < 20:
        return _EN[number]
    tens = _EN_TENS[number // 10 - 2]
    return f"{tens}-{_EN[number % 10]}" if number % 10 else tens


def in_words(number: int, language: str) -> str:
    """A number from 0 to 99 as it is said."""
    return _english(number) if language == "en" else _french(number)


def _split(said: str) -> tuple[str, ...]:
    return tuple(said.replace("é", "e").replace("-", " ").split())


def _variants(number: int, language: str) -> list[tuple[str, ...]]:
    said = _split(in_words(number, language))
    found = [said, tuple(word for word in said if word != "et")]
    if number == 0:
        found += [(zero,) for zero in (_EN_ZEROS if language == "en" else _FR_ZEROS)]
    if language == "en":
        return found
    if number == 80:
        found.append(("quatre", "vingt"))
    if number % 10 == 1 and number < 70:
        found += [(*one[:-1], "une") for one in found]
    tens = number // 10 * 10
    for regional in _FR_REGIONAL.get(tens, ()):
        unit = _split(_french(number - tens)) if number > tens else ()
        found += [(regional, *unit), (regional, "et", *unit)]
    return found


@cache
def sayings(language: str) -> dict[tuple[str, ...], str]:
    """Words -> the digits that are dialled: « trente-quatre » is 34, « six cent douze » is 612."""
    said: dict[tuple[str, ...], str] = {}
    for number in range(100):
        for words in _variants(number, language):
            said[words] = str(number)
    hundreds = ("hundred",) if language == "en" else ("cent", "cents")
    for unit, word in product(range(2, 10), hundreds):
        hundred = _variants(unit, language)[0] + (word,)
        said[hundred] = f"{unit}00"
        for rest in range(10 if language == "en" else 1, 100):  # "nine hundred one two": 900 1 2
            said |= {hundred + words: f"{unit}{rest:02}" for words in _variants(rest, language)}
    return said


@cache
def vocabulary(language: str) -> frozenset[str]:
    """Every word that may be part of a number."""
    return frozenset(word for words in sayings(language) for word in words)


def in_digits(text: str, language: str) -> str:
    """The text with its numbers in words turned into digits: « onze heures » -> « 11 heures »."""
    plain = _REPEATED.sub(_said_again, text.replace("\x00", " "))
    if language == "en":
        plain = _ENGLISH_ZERO.sub("zero", plain)
    return str(alpha2digit(plain, "en" if language == "en" else "fr", threshold=0.0))


def _said_again(match: re.Match[str]) -> str:
    times = 2 if match.group(1).lower() == "double" else 3
    return " ".join([match.group(2)] * times)
