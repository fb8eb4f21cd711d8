"""Opening hours as people say them: « du lundi au vendredi de 8 h à 20 h »."""

from __future__ import annotations

from itertools import groupby

from actions.spoken_date import day_name, spoken_time
from bot.opening_hours import Span, opening_hours

SPAN = {"fr": "de {start} à {end}", "en": "from {start} to {end}"}
DAYS = {"fr": "du {first} au {last}", "en": "{first} to {last}"}
ONE = {"fr": "le {first}", "en": "{first}"}
AND = {"fr": " et ", "en": " and "}


def spoken_hours(written: str, language: str) -> str:
    """The hours of the settings, days with the same hours together."""
    language = "en" if language == "en" else "fr"
    week = opening_hours(written)
    groups = [
        (spans, [day for day, _ in days])
        for spans, days in groupby(sorted(week.items()), key=lambda item: item[1])
    ]
    return ", ".join(
        f"{_days(days, language)} {AND[language].join(_span(one, language) for one in spans)}"
        for spans, days in groups
    )


def _days(days: list[int], language: str) -> str:
    form = ONE if len(days) == 1 else DAYS
    return form[language].format(
        first=day_name(days[0], language), last=day_name(days[-1], language)
    )


def _span(span: Span, language: str) -> str:
    start, end = spoken_time(span.start, language), spoken_time(span.end, language)
    return SPAN[language].format(start=start, end=end)
