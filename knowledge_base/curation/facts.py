"""What a sentence states in numbers: amounts, delays, dates, hours, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.privacy import find
from knowledge_base.curation.fact_patterns import (
    CLOCKED,
    DATE,
    DIGIT,
    LONG,
    MINUTES,
    MONTH,
    NUMBERS,
    NUMERIC_DATE,
    OPENING,
    PROMISING,
    QUANTITY,
    SHORT_NUMBER,
    SIGNED,
)
from knowledge_base.lexical import fold


@dataclass(frozen=True)
class Fact:
    """`kind` is money, delay, percent, data, speed, date, hours or phone; `text` as written."""

    kind: str
    value: str
    text: str


@lru_cache(maxsize=65_536)
def facts(sentence: str) -> tuple[tuple[Fact, ...], str]:
    """What the sentence states, and the sentence without it."""
    plain = _plain(sentence)
    if not PROMISING.search(plain):
        return (), plain
    found: list[Fact] = []
    numeric = DIGIT.search(plain) is not None
    for pattern in (_phones, _dates, _hours, _quantities) if numeric else (_quantities,):
        taken = list(pattern(plain))
        for start, end, _ in taken:
            plain = plain[:start] + "\0" * (end - start) + plain[end:]
        found += [fact for _, _, fact in taken]
    return tuple(dict.fromkeys(found)), re.sub("\0+", " ", plain)


Taken = Iterator[tuple[int, int, Fact]]


def _plain(sentence: str) -> str:
    return re.sub(r"\s", " ", fold(sentence)).replace("’", "'")


def _phones(text: str) -> Taken:
    for one in find(text, names=False) if LONG.search(text) else ():
        if one.kind == "phone":
            written = text[one.start : one.end]
            yield one.start, one.end, Fact("phone", re.sub(r"\D", "", written)[-9:], written)
    for match in SHORT_NUMBER.finditer(text):
        yield *match.span("n"), Fact("phone", match["n"], match["n"])


def _dates(text: str) -> Taken:
    for match in DATE.finditer(text):
        yield *match.span(), Fact("date", f"{int(match['d'])}/{MONTH[match['m']]}", match.group())
    for match in NUMERIC_DATE.finditer(text):
        yield *match.span(), Fact("date", f"{int(match['d'])}/{int(match['m'])}", match.group())


def _hours(text: str) -> Taken:
    """Opening hours: two times of day, one of them written as such."""
    for match in OPENING.finditer(text):
        if not CLOCKED.search(match.group()):
            continue
        until = _minutes(match, "b", "")
        since = _minutes(match, "a", match["bx"] if match["ax"] is None else "")
        if since < until:
            yield *match.span(), Fact("hours", f"{since}-{until}", match.group())


def _minutes(match: re.Match[str], name: str, half: str | None) -> int:
    hour, half = int(match[name]), match[f"{name}x"] or half
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return 60 * hour + int(match[f"{name}m"] or 0)


def _quantities(text: str) -> Taken:
    for match in SIGNED.finditer(text):
        number = _number(match["n"].replace(",", ""))
        yield *match.span(), Fact("money", f"{number:g}", match.group())
    for match in QUANTITY.finditer(text):
        unit = str(match.lastgroup)
        number, kind = _number(match["n"]), unit
        if unit in MINUTES:
            number, kind = round(number * MINUTES[unit], 2), "delay"
        elif unit in ("data", "speed"):
            number *= 1000 if match[unit].startswith("g") else 1
        yield *match.span(), Fact(kind, f"{number:g}", match.group())


def _number(text: str) -> float:
    return NUMBERS.get(text) or float(re.sub(r"[ \u00a0\u202f]", "", text).replace(",", "."))
