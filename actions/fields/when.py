"""When somebody wants to be called: a moment, a part of a day, a day, or as soon as possible."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from actions.fields import delays
from actions.fields.clock_times import ClockTime, clock_times
from actions.fields.moments import WhenReading, at, exact, following, later, whole_days, window
from actions.fields.noise import without_other_figures
from actions.fields.numbers import in_digits
from actions.fields.parts_of_day import PartOfDay, part_of_day
from actions.fields.when_days import Days, days
from actions.fields.words import blank, fold
from bot.clock import PARIS

_LONGEST = 600
_AFTERNOON = re.compile(r"\b(apr[eè]s) (midi)\b", re.IGNORECASE)
_PART_OF_WEEK = re.compile(
    r"\b(?:d[ée]but|milieu|fin) de (?=(?:la )?semaine prochaine)|\b(?:early|late) (?=next week)",
    re.I,
)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d)")
_REFUSED = (
    "pas a ",
    "pas ",
    "que ",
    "not at ",
    "not ",
    "instead of ",
    "rather than ",
    "au lieu de ",
)


@dataclass(frozen=True)
class _Said:
    """What a text says of the day and of the hour, each on its own."""

    days: Days | None = None
    clock: ClockTime | None = None
    part: PartOfDay | None = None


def when(
    text: str,
    language: str,
    now: datetime,
    previous: datetime | None = None,
    asked: bool = False,
) -> WhenReading:
    """Read a day and a time; `previous` lends what is not said again: « plutôt vendredi ».

    With `asked`, a bare « 15 » or "half three" counts as the answer to "what time?".
    """
    language = "en" if language == "en" else "fr"
    local = now.astimezone(PARIS)
    kept = previous.astimezone(PARIS) if previous else None
    written = _written(text, language)
    folded = fold(written)
    if moved := delays.from_now(folded):
        return exact(later(local, moved[0]), local)
    if kept and (moved := delays.shift(folded)):
        return exact(later(kept, moved[0]), local)
    said = _said(written, folded, language, local, asked)
    if said.days is None and said.clock is None and delays.soonest(folded):
        return _asap(said, local)
    return _joined(said, local, kept)


def _written(text: str, language: str) -> str:
    """Only the figures that may be dates and times; « après midi » in one word."""
    straight = text[:_LONGEST].replace("’", "'")
    written = in_digits(without_other_figures(straight, language), language)
    written = _AFTERNOON.sub(r"\1-\2", written)
    written = _PART_OF_WEEK.sub("", written)
    return _ISO.sub(r"\1 \2", written)


def _said(written: str, folded: str, language: str, now: datetime, asked: bool) -> _Said:
    times = [one for one in clock_times(folded, language, asked) if not _refused(folded, one)]
    rest = blank(written, [one.span for one in times])
    part = part_of_day(fold(rest))
    rest = blank(rest, [part.span]) if part else rest
    if place := delays.soonest(fold(rest)):
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
        return exact(at(day, previous.time()), now)
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
        return exact(at(day, clock.start), now)
    if named:
        return replace(whole_days(named, now), time=clock.start)
    return WhenReading("time", following(clock.start, now), None, None, clock.start)


def _asap(said: _Said, now: datetime) -> WhenReading:
    return (
        WhenReading("asap", now)
        if said.part is None
        else window(None, said.part.start, said.part.end, now)
    )
