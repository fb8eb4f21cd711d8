"""Times of day as people say them, with the sense of office hours: « à 3 heures » is 15:00."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from typing import Literal

Kind = Literal["at", "after", "before", "between"]

_AFTERNOON_BEFORE = 8  # « 7 heures », unless it says so, is the evening of people with a job
_LATE = r"(?:du soir|de l'apres[- ]?midi|d'aprem|in the (?:afternoon|evening)|at night|p\.?m\.?)"
_EARLY = r"(?:du matin|in the morning|a\.?m\.?)"
_HALF = rf"(?: ?(?P<late{{n}}>{_LATE})(?![a-z])| ?(?P<early{{n}}>{_EARLY})(?![a-z]))?"
_FR_PART = (
    r"(?: ?(?:et )?(?P<half{n}>demie?\b)| ?(?:et )?(?P<quarter{n}>quart\b)"
    r"| ?moins (?:le )?(?P<less{n}>quart|\d{{1,2}})\b| ?(?P<min{n}>[0-5]\d"
    r"|[1-9])(?!\d)(?! ?(?:h|heures?|ans|jours?|minutes? apres|euros?)\b))?"
)
_FR_HOUR = rf"(?P<h{{n}}>[01]?\d|2[0-4]) ?(?:h(?![a-z])|heures?\b|hours?\b){_FR_PART}{_HALF}"
_COLON = rf"(?P<h{{n}}>[01]?\d|2[0-3]):(?P<min{{n}}>[0-5]\d)(?!\d){_HALF}"
_NOON = (
    r"(?P<noon{n}>midi|noon|midday|minuit|midnight)\b(?: et (?P<half{n}>demie?)\b"
    r"| et (?P<quarter{n}>quart)\b| (?P<min{n}>[1-5]\d)\b)?"
)
_EN_HOUR = (
    rf"(?P<h{{n}}>1[0-9]|2[0-3]"
    rf"|0?\d)(?:[:. ](?P<min{{n}}>[0-5]\d))?(?: ?(?P<clock{{n}}>o'?clock)\b)?{_HALF}"
)
_EN_PAST = (
    rf"(?:(?P<half{{n}}>half)(?: past)?|(?:a )?(?P<quarter{{n}}>quarter) past"
    rf"|(?:a )?(?P<lessq{{n}}>quarter) to|(?P<min{{n}}>[0-5]?\d)(?: minutes?)? past"
    rf"|(?P<less{{n}}>[0-5]?\d)(?: minutes?)? to) (?P<h{{n}}>1[0-2]|\d)(?: ?o'?clock)?{_HALF}"
)
_BARE = r"(?P<h{n}>[01]?\d|2[0-3])"
_AFTER = (
    r"(?:apres|a partir de|a compter de|des|pas avant|plus tard que|after|from|not before|past"
    r"|later than|as of)"
)
_BEFORE = (
    r"(?:avant|jusqu'a|pas apres|au plus tard a?|before|until|till|by|not after|no later than)"
)
_ABOUT = (
    r"(?:vers(?: les)?|a|pour|aux alentours de|autour de|sur les|environ a?|around|about"
    r"|at(?: about| around)?|for|approximately)"
)
_STOP = (
    r"(?=$|[ ]?[,.;!?](?!\d)|\s*$| (?:demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|le|ce"
    r"|si|svp|s'il|merci|finalement|plutot|ou|et|au|pour|tomorrow|today|on|monday|tuesday"
    r"|wednesday|thursday|friday|saturday|please|instead|if|thanks|would|is|in|or|this|next"
    r"|sharp|then|actually|not|pas|but|mais)\b)"
)


@dataclass(frozen=True)
class ClockTime:
    """A time, or a stretch of the day, with where it is said."""

    kind: Kind
    start: time
    end: time | None
    span: tuple[int, int]


def clock_times(folded: str, language: str, asked: bool = False) -> list[ClockTime]:
    """The times in a folded text whose numbers are in figures; « 15 » alone only when `asked`."""
    found: list[ClockTime] = []
    for pattern in _PATTERNS[language] + (_ALONE if asked else ()):
        for match in pattern.finditer(folded):
            reading = _reading(match, folded)
            free = all(match.end() <= one.span[0] or one.span[1] <= match.start() for one in found)
            if reading and free:
                found.append(reading)
    return sorted(found, key=lambda one: one.span)


def _reading(match: re.Match[str], folded: str) -> ClockTime | None:
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    shift = _shift(folded)
    first = _time(said, "1", shift)
    if "h2" in said or "noon2" in said:
        last = _time(said, "2", shift)
        return _between(first, last, match.span(), said)
    if first is None:
        return None
    kind: Kind = "after" if "after" in said else "before" if "before" in said else "at"
    return ClockTime(kind, first, None, match.span())


def _between(
    first: time | None, last: time | None, span: tuple[int, int], said: dict[str, str]
) -> ClockTime | None:
    if first is None or last is None:
        return None
    if "late2" in said and first.hour < 12 and first.hour + 12 < last.hour:
        first = first.replace(hour=first.hour + 12)
    return ClockTime("between", first, last, span) if first < last else None


def _shift(folded: str) -> Literal["late", "early", ""]:
    """What the sentence says elsewhere: « demain soir à 7 h »."""
    if re.search(r"\b(?:soir|soiree|apres[- ]?midi|aprem|afternoon|evening|tonight)\b", folded):
        return "late"
    return "early" if re.search(r"\b(?:matin|matinee|morning)\b", folded) else ""


def _time(said: dict[str, str], n: str, shift: str) -> time | None:
    if noon := said.get(f"noon{n}"):
        hour = 12 if noon in ("midi", "noon", "midday") else 0
    else:
        hour = _hour(said, n, shift)
    minutes = hour * 60 + _minutes(said, n)
    return time(minutes // 60, minutes % 60) if 0 <= minutes < 24 * 60 else None


def _hour(said: dict[str, str], n: str, shift: str) -> int:
    written = said[f"h{n}"]
    hour = int(written) % 24
    if f"late{n}" in said:
        return hour + 12 if hour < 12 else hour
    if f"early{n}" in said:
        return hour % 12 if hour == 12 else hour
    exact = len(written) == 2 or shift == "early"
    if shift == "late" and hour < 12 and not written.startswith("0"):
        return hour + 12
    return hour + 12 if 0 < hour < _AFTERNOON_BEFORE and not exact else hour


def _minutes(said: dict[str, str], n: str) -> int:
    if f"half{n}" in said:
        return 30
    if f"quarter{n}" in said:
        return 15
    if f"lessq{n}" in said:
        return -15
    if less := said.get(f"less{n}"):
        return -15 if less == "quart" else -int(less)
    return int(said.get(f"min{n}") or 0)


def _numbered(parts: tuple[str, ...], n: int) -> Iterator[str]:
    for part in parts:
        yield part.replace("{n}", str(n)).replace("{{", "{").replace("}}", "}")


def _before_it(part: str) -> str:
    return rf"(?<![\w.,:/-])(?:(?:(?P<after>{_AFTER})|(?P<before>{_BEFORE})|{_ABOUT}) (?:les )?)?{part}"


def _with_word(part: str) -> str:
    return rf"(?<![\w.,:/-])(?:(?P<after>{_AFTER})|(?P<before>{_BEFORE})|{_ABOUT}) {part}{_STOP}"


def _compiled(units: tuple[str, ...], loose: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    ranges = [
        rf"(?<![\w.,:/-])(?:entre|between|de|from)? ?{first}"
        rf"(?: ?(?:et|and|a|to|until|jusqu'a|-) ?){last}"
        for last in _numbered(units, 2)
        for first in (*_numbered(units, 1), *_numbered((_BARE,), 1))
    ]
    between = [
        rf"(?<![\w.,:/-])(?:entre|between|from) {first} (?:et|and|to) {last}{_STOP}"
        for first in _numbered((_BARE, _NOON), 1)
        for last in _numbered((_BARE,), 2)
    ]
    single = [_before_it(part) for part in _numbered(units, 1)]
    bare = [_with_word(part) for part in _numbered(loose, 1)]
    return tuple(re.compile(pattern) for pattern in (*ranges, *between, *single, *bare))


_EN_SURE = (
    _EN_PAST,
    _EN_HOUR + r"(?(late{n})|(?(early{n})|(?(clock{n})|(?!))))",
)
_PATTERNS = {
    "fr": _compiled((_FR_HOUR, _COLON, _NOON), (_BARE,)),
    "en": _compiled((*_EN_SURE, _COLON, _NOON, _FR_HOUR), (_EN_HOUR,)),
}
_ALONE = tuple(
    re.compile(pattern)
    for pattern in (r"^\W*(?P<h1>[01]?\d|2[0-3])(?:[ .,]?(?P<min1>[0-5]\d))?\W*$",)
)
