"""« Vendredi 28 » where the 28th is a Saturday: one of the two is a slip, and who knows which?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from actions.fields.words import fold, listed

_DAYS = (
    *listed("lundi mardi mercredi jeudi vendredi samedi dimanche"),
    *listed("monday tuesday wednesday thursday friday saturday sunday"),
)
_MONTHS = (
    listed("jan feb mar apr may jun jul aug sep oct nov dec"),
    listed("janv fev mars avr mai juin juil aou sept oct nov dec"),
)
_MONTH = (
    r"(?:(?:jan|feb|fev|apr(?!es)|avr|juin|jun|juil|jul|aou|aug|sep|oct|nov|dec)[a-z]*"
    r"|(?:mars|march|mar|mai|may)\b)"
)
_N = r"(?:[12]\d|3[01]|0?[1-9])"
_DATED = re.compile(
    rf"\b(?P<name>{'|'.join(_DAYS)}),? (?:(?:le|the) )?(?:"
    rf"(?P<n>{_N})(?:st|nd|rd|th|er)?(?!\d)"
    rf"(?:(?: of)? (?P<month>{_MONTH})|/(?P<in>0?[1-9]|1[0-2]))?"
    rf"|(?P<month_first>{_MONTH}) (?:the )?(?P<n_last>{_N})(?:st|nd|rd|th)?(?!\d))"
    r"(?:[ /,]{1,2}(?P<year>20\d\d))?"
)
_A_TIME = re.compile(
    r" ?(?:h|:|\.\d|-|am\b|pm\b|a\.m|p\.m|o'clock|mn|min|heures?\b|hours?\b|jours?\b|days?\b|\d)"
    r"| (?:et (?:demie?|quart)|du matin|du soir|in the|at night|moins|past|to \d)"
    r"|(?: (?:a|to|et|and|ou|or) \d)"
)
_TOLD = re.compile(
    r"(?:\b(?:pas|sauf|hors|not|except|depuis|since|du|de|from|of|dated)) ?(?:le |the )?$"
)
_BEHIND, _AHEAD, _SOON = 60, 305, 62
_LAST_HOUR = 23


def days_clash(plain: str, today: date) -> bool:
    """True when a day is named by a weekday and a date that do not go together."""
    folded = fold(plain)
    return any(
        not _goes_together(match, today)
        for match in _DATED.finditer(folded)
        if not _TOLD.search(folded[: match.start()]) and not _is_a_time(match, folded)
    )


def _is_a_time(match: re.Match[str], folded: str) -> bool:
    """« Lundi 9 h », « lundi 9 à 11 h »; « vendredi 28 à 11 h » can only be a date."""
    if not match["n"] or match["month"] or match["in"]:
        return False
    return int(match["n"]) <= _LAST_HOUR and _A_TIME.match(folded, match.end()) is not None


def _goes_together(match: re.Match[str], today: date) -> bool:
    weekday = _DAYS.index(match["name"]) % 7
    return any(day.weekday() == weekday for day in _dates(match, today))


def _dates(match: re.Match[str], today: date) -> Iterator[date]:
    """The days that the date alone may be: in the month that is said, or in those to come."""
    day = int(match["n"] or match["n_last"])
    month = int(match["in"]) if match["in"] else _month(match["month"] or match["month_first"])
    if month and match["year"]:
        yield from _day(int(match["year"]), month, day)
        return
    for ahead in range(-_BEHIND if month else 0, _AHEAD if month else _SOON):
        one = today + timedelta(days=ahead)
        if one.day == day and month in (None, one.month):
            yield one


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:
        return


def _month(name: str | None) -> int | None:
    if not name:
        return None
    return next(
        at for months in _MONTHS for at, start in enumerate(months, 1) if name.startswith(start)
    )
