"""What a text says of the day and of the hour, and the moment that they come to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from actions.fields import delays
from actions.fields.clock_times import ClockTime, clock_times
from actions.fields.moments import WhenReading, at, exact, following, later, whole_days, window
from actions.fields.parts_of_day import PartOfDay, part_of_day
from actions.fields.soonest import soonest
from actions.fields.when_days import Days, days
from actions.fields.words import blank, fold, reworded

_IN_TWO_DAYS = re.compile(r"\b(?P<old>(?:le )?surlendemain)\b")
_REFUSED = (
    "sauf a ",
    "pas a ",
    "pas ",
    "que ",
    "not at ",
    "not ",
    "instead of ",
    "rather than ",
    "au lieu de ",
    "depuis ",
    "since ",
)


@dataclass(frozen=True)
class _Said:
    """What a text says of the day and of the hour, each on its own."""

    days: Days | None = None
    clock: ClockTime | None = None
    part: PartOfDay | None = None


def heard(
    plain: str, language: str, now: datetime, previous: datetime | None, asked: bool
) -> WhenReading:
    """Read a text that `written` made plain; moments are in Europe/Paris."""
    plain = blank(plain, delays.ago(fold(plain)))
    folded = fold(plain)
    if moved := delays.from_now(folded):
        return exact(later(now, moved[0]), now)
    if previous and (moved := delays.shift(folded)):
        rest = blank(plain, [moved[1]])
        return _shifted(_said(rest, fold(rest), language, now, asked), previous, moved[0], now)
    if previous is None:
        plain = reworded(blank(plain, delays.uncounted(folded)), _IN_TWO_DAYS, _after_tomorrow)
        folded = fold(plain)
    said = _said(plain, folded, language, now, asked)
    if said.days is None and said.clock is None and soonest(folded):
        return _asap(said, now)
    return _joined(said, now, previous)


def _after_tomorrow(match: re.Match[str]) -> str:
    return "après-demain"


def _shifted(said: _Said, previous: datetime, by: timedelta, now: datetime) -> WhenReading:
    """« Vendredi, une heure plus tard », « le lendemain à 14 h »: what is said beside it holds."""
    if said.days and said.days.one:
        previous = at(said.days.one, previous.time(), now.tzinfo)
    moved = later(previous, by)
    if said.clock is None and said.part is None:
        return exact(moved, now)
    day = moved.date()
    return _joined(replace(said, days=Days(day, day)), now, previous)


def _said(plain: str, folded: str, language: str, now: datetime, asked: bool) -> _Said:
    times = [one for one in clock_times(folded, language, asked) if not _refused(folded, one)]
    rest = blank(plain, [one.span for one in times])
    part = part_of_day(fold(rest))
    rest = blank(rest, [part.span]) if part else rest
    if place := soonest(fold(rest)):
        rest = blank(rest, [place])
    named = days(rest.replace(";", " "), language, now)
    if named is None and ((part and part.today) or re.search(r"\bce midi\b", folded)):
        named = Days(now.date(), now.date())
    return _Said(named, times[0] if times else None, part)


def _refused(folded: str, one: ClockTime) -> bool:
    """« à 16 h, pas à 15 h »: the time that is not wanted."""
    if one.kind != "at":
        return False
    return folded[: one.span[0]].rstrip("a").endswith(_REFUSED) or folded[: one.span[0]].endswith(
        _REFUSED
    )


def _joined(said: _Said, now: datetime, previous: datetime | None) -> WhenReading:
    if said.days is None and said.clock is None and said.part is None:
        return WhenReading()
    day = said.days.one if said.days else previous.date() if previous else None
    if said.clock:
        return _with_clock(said.clock, day, said.days, now)
    if said.part and said.days and day is None:
        return replace(whole_days(said.days, now), time=said.part.start)
    if said.part:
        return window(day, said.part.start, said.part.end, now)
    if day and previous:
        return exact(at(day, previous.time(), now.tzinfo), now)
    return whole_days(said.days or Days(None, None), now)


def _with_clock(
    clock: ClockTime, day: date | None, named: Days | None, now: datetime
) -> WhenReading:
    if clock.kind == "after":
        return window(day, clock.start, None, now)
    if clock.kind == "before":
        return window(day, None, clock.start, now)
    if clock.kind == "between":
        return window(day, clock.start, clock.end, now)
    if day:
        return exact(at(day, clock.start, now.tzinfo), now)
    if named:
        return replace(whole_days(named, now), time=clock.start)
    return WhenReading("time", following(clock.start, now), None, None, clock.start)


def _asap(said: _Said, now: datetime) -> WhenReading:
    return (
        WhenReading("asap", now)
        if said.part is None
        else window(None, said.part.start, said.part.end, now)
    )
