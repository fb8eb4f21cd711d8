"""Times of day as people say them, with the sense of office hours: « à 3 heures » is 15:00."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import Literal

from actions.fields.clock_patterns import ALONE, PATTERNS

Kind = Literal["at", "after", "before", "between"]

_AFTERNOON_BEFORE = 8  # « 7 heures », unless it says so, is the evening of people with a job


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
    for pattern in (ALONE if asked else ()) + PATTERNS[language]:
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
