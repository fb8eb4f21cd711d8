"""Telephones, cards, accounts and social security numbers that are said in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.given_names import folded

_SMALL = {
    "zero oh o nought naught": 0, "un une one": 1, "deux two": 2, "trois three": 3,
    "quatre four": 4, "cinq five": 5, "six": 6, "sept seven": 7, "huit eight": 8, "neuf nine": 9,
    "dix ten": 10, "onze eleven": 11, "douze twelve": 12, "treize thirteen": 13,
    "quatorze fourteen": 14, "quinze fifteen": 15, "seize sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "vingt vingts twenty": 20, "trente thirty": 30,
    "quarante forty": 40, "cinquante fifty": 50, "soixante sixty": 60, "septante seventy": 70,
    "huitante octante eighty": 80, "nonante ninety": 90,
}  # fmt: skip
_LARGE = {"cent": 100, "cents": 100, "hundred": 100, "mille": 1000, "thousand": 1000}
_TIMES = {"double": 2, "triple": 3}
VALUES = {word: value for words, value in _SMALL.items() for word in words.split()}
WORDS = "|".join(sorted([*VALUES, *_LARGE, *_TIMES], key=len, reverse=True))
_TOKEN = rf"(?:(?:{WORDS})\b|\d+)"
_GAP = r"(?:[ ,.\-\u00a0]{1,2}| et | and )"
_RUN = re.compile(rf"(?<![\w'’])(?:plus )?{_TOKEN}(?:{_GAP}{_TOKEN}){{3,}}(?!\w)")
_IBAN_START = re.compile(
    r"(?<!\w)(?:f ?r|g ?b|d ?e|b ?e|e ?s|i ?t|l ?u|p ?t|n ?l|c ?h)[ ,\-]{0,2}$"
)
_WORDS_TOO, _CARD = ("it", "be", "de", "es"), 16  # "I'll read it, five one …" is a card
_LEAST_IBAN, _LEAST_CARD = 12, 13  # figures, since some ways of saying them hide one or two
_WORDS_IN_A_NUMBER = 4


@dataclass(frozen=True)
class Group:
    """Some words that are one number: « quatre-vingt-dix-huit » is 98."""

    digits: str
    start: int
    end: int


def spoken_number_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind of each number that is said in words, and where it stands."""
    plain = folded(text)
    for run in _RUN.finditer(plain):
        groups = list(_groups(run))
        spoken = sum(
            not group.digits.isdigit() or not plain[group.start].isdigit() for group in groups
        )
        if spoken >= _WORDS_IN_A_NUMBER:
            yield from _sorted_out(plain, groups)


def _sorted_out(plain: str, groups: list[Group]) -> Iterator[tuple[str, int, int]]:
    digits = "".join(group.digits for group in groups)
    begin, end = groups[0].start, groups[-1].end
    letters = _IBAN_START.search(plain[:begin])
    is_word = letters is not None and letters.group().strip(" ,-") in _WORDS_TOO
    if letters and len(digits) >= _LEAST_IBAN and not (is_word and len(digits) == _CARD):
        yield "iban", letters.start(), end
    elif len(digits) >= 12 and digits[0] in "12" and _looks_like_nir(digits):
        yield "nir", begin, end
    elif len(digits) >= _LEAST_CARD and not digits.startswith("0"):
        yield "card", begin, end
    else:
        yield from _telephones(plain, groups)


def _looks_like_nir(digits: str) -> bool:
    return len(digits) <= 16 and (len(digits) < 15 or int(digits[3:5]) <= 12 or "0" in digits[3:6])


def _telephones(plain: str, groups: list[Group]) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(groups):
        stop = _telephone_end(groups, at)
        if stop is None:
            at += 1
            continue
        start = groups[at].start
        yield "phone", start - 5 if plain[:start].endswith("plus ") else start, groups[stop].end
        at = stop + 1


def _telephone_end(groups: list[Group], at: int) -> int | None:
    """Where a number that begins here ends: ten digits or so after a zero, a country's code."""
    digits, begins = "", groups[at].digits
    if not (begins.startswith("0") or begins in ("33", "44", "32", "41")):
        return None
    most = 10 if begins.startswith("0") else 11
    for place in range(at, len(groups)):
        digits += groups[place].digits
        if digits.startswith("00"):
            most = 13
        if len(digits) >= most and not _one_more(groups, place, digits):
            return place
    return len(groups) - 1 if len(digits) >= 8 else None


def _one_more(groups: list[Group], place: int, digits: str) -> bool:
    """British numbers have eleven digits, and are said figure by figure."""
    rest = groups[place + 1 :]
    return len(digits) == 10 and len(rest) == 1 and len(rest[0].digits) == 1


def _groups(run: re.Match[str]) -> Iterator[Group]:
    tokens = [*re.finditer(rf"{_TOKEN}", run.group())]
    at = 0
    while at < len(tokens):
        digits, stop = _group([token.group() for token in tokens[at : at + 7]])
        yield Group(
            digits, run.start() + tokens[at].start(), run.start() + tokens[at + stop - 1].end()
        )
        at += stop


def _group(words: list[str]) -> tuple[str, int]:
    """The first number of some words, as figures, and how many words it takes."""
    first = words[0]
    if first.isdigit():
        return first, 1
    if first in _TIMES:
        if len(words) > 1:
            return _group(words[1:2])[0] * _TIMES[first], 2
        return "", 1
    value, taken = _below_hundred(words)
    if first == "cent":
        return _hundreds(words, 1, 1)
    if value < 10 and len(words) > taken and words[taken] in ("cent", "cents", "hundred"):
        return _hundreds(words, value, taken + 1)
    return str(_LARGE.get(first, value)), taken


def _hundreds(words: list[str], hundreds: int, taken: int) -> tuple[str, int]:
    """« six cent douze » is 612; a zero that follows is a figure of its own."""
    rest = words[taken:]
    if not rest or VALUES.get(rest[0], 0) == 0:
        return str(hundreds * 100), taken
    more, count = _below_hundred(rest)
    return str(hundreds * 100 + more), taken + count


def _below_hundred(words: list[str]) -> tuple[int, int]:
    value = VALUES.get(words[0], 0)
    following = VALUES.get(words[1], -1) if len(words) > 1 else -1
    if value == 4 and len(words) > 1 and words[1] in ("vingt", "vingts"):
        more, taken = _below_twenty(words[2:])
        return 80 + more, 2 + taken
    if value == 60 and words[0] == "soixante" and following >= 10:
        more, taken = _below_twenty(words[1:])
        return (60 + more, 1 + taken) if more < 20 else (60, 1)
    if value >= 20 and 1 <= following <= 9 and not _is_eighty(words[1:]):
        return value + following, 2
    if value == 10 and words[0] == "dix" and following in (7, 8, 9):
        return 10 + following, 2
    return value, 1


def _below_twenty(words: list[str]) -> tuple[int, int]:
    if not words or not 1 <= VALUES.get(words[0], 0) < 20 or _is_eighty(words):
        return 0, 0
    if words[0] == "dix" and len(words) > 1 and VALUES.get(words[1]) in (7, 8, 9):
        return 10 + VALUES[words[1]], 2
    return VALUES[words[0]], 1


def _is_eighty(words: list[str]) -> bool:
    return len(words) > 1 and words[0] == "quatre" and words[1] in ("vingt", "vingts")


@cache
def number_in_words(most: int) -> str:
    """A pattern for a number of at most so many words."""
    return rf"(?:{WORDS})\b(?:[ \-](?:et |and )?(?:{WORDS})\b){{0,{most - 1}}}"


def digits_said(plain: str) -> list[str]:
    """The figures of every number that is said in words, in a folded text."""
    return [
        "".join(group.digits for group in _groups(run))
        for run in _RUN.finditer(plain)
        if not run.group().isdigit()
    ]
