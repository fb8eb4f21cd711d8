"""Ways of saying a day or a time that its readers do not know, put into those that they know."""

from __future__ import annotations

import re
from datetime import datetime

from actions.fields.clock_wordings import told_as_clocks
from actions.fields.day_dates import dated
from actions.fields.day_names import well_spelled
from actions.fields.noise import without_other_figures
from actions.fields.numbers import in_digits

_LONGEST = 600
_AFTERNOON = re.compile(r"\b(apr[eè]s) (midi)\b", re.IGNORECASE)
_PART_OF_WEEK = re.compile(
    r"\b(?:en |au |à la )?(?:d[ée]but|milieu|fin) de (?=(?:la )?semaine prochaine)"
    r"|\b(?:early|late) (?=next week)|\b(?:euh|heu|um|uh|like) |(?<=\d)[ -]?ish\b",
    re.I,
)
_PART_OF_DATE = re.compile(
    r"\b(matin|matin[ée]e|midi|apr[eè]s[- ]midi|soir|soir[ée]e) du (?=\d)", re.IGNORECASE
)
_FORTNIGHT = re.compile(r"\b(?:in )?a fortnight(?: today| from today)?\b", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d)")
_SPACED = re.compile(
    r"(?<![\d/.])(0?[1-9]|[12]\d|3[01])[ .](0?[1-9]|1[0-2])[ .](20\d\d)\b"
    r"(?! ?\d{1,2}(?! ?h| ?:|\d))"
)


def written(text: str, language: str, now: datetime) -> str:
    """Only the figures that may be dates and times, in the words that the readers know."""
    straight = _SPACED.sub(r"\1/\2/\3", text[:_LONGEST].replace("’", "'"))
    straight = well_spelled(straight, language)
    straight = _FORTNIGHT.sub("in 2 weeks", _PART_OF_DATE.sub(r"\1 le ", straight))
    plain = in_digits(without_other_figures(straight, language), language)
    plain = _AFTERNOON.sub(r"\1-\2", plain)
    plain = _PART_OF_WEEK.sub("", plain)
    plain = _SPACED.sub(r"\1/\2/\3", _ISO.sub(r"\1 \2", plain))
    return told_as_clocks(dated(plain, language, now.date()), language)
