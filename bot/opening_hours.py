"""When people answer the telephone, as it is written in the settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PART = re.compile(
    r"(?P<first>[a-z]{3})(?:\s*-\s*(?P<last>[a-z]{3}))?\s+"
    r"(?P<open>\d{1,2}:\d\d)\s*-\s*(?P<close>\d{1,2}:\d\d)"
)


@dataclass(frozen=True)
class Span:
    """Open from `start` up to, but not including, `end`."""

    start: time
    end: time


Week = Mapping[int, tuple[Span, ...]]


def opening_hours(written: str) -> Week:
    """Spans by weekday (0 is Monday) of « mon-fri 08:00-12:00, mon-fri 14:00-18:00 ».

    Raises ValueError when it is not written like that.
    """
    week: dict[int, tuple[Span, ...]] = {}
    for part in filter(None, (part.strip() for part in written.lower().split(","))):
        match = _PART.fullmatch(part)
        if match is None:
            raise ValueError(f"opening hours: {part!r} is not like 'mon-fri 08:00-20:00'")
        span = _span(match["open"], match["close"])
        for day in _days(match["first"], match["last"] or match["first"]):
            week[day] = _joined([*week.get(day, ()), span])
    return week


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """In order, those that touch or overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda one: one.start):
        if joined and span.start <= joined[-1].end:
            before = joined.pop()
            span = Span(before.start, max(before.end, span.end))
        joined.append(span)
    return tuple(joined)


def _span(opening: str, closing: str) -> Span:
    start, end = _time(opening), _time(closing)
    if start >= end:
        raise ValueError(f"opening hours: {opening}-{closing} ends before it begins")
    return Span(start, end)


def _time(written: str) -> time:
    hour, minute = map(int, written.split(":"))
    return time(23, 59, 59) if (hour, minute) == (24, 0) else time(hour, minute)


def _days(first: str, last: str) -> range | list[int]:
    for name in (first, last):
        if name not in DAYS:
            raise ValueError(f"opening hours: {name!r} is not a day")
    start, end = DAYS.index(first), DAYS.index(last)
    return range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)]


def spans_on(week: Week, day: date) -> tuple[Span, ...]:
    """The spans of one date, holidays not considered."""
    return week.get(day.weekday(), ())
