"""Days whose date takes a calendar: « jeudi en huit », « ce mardi » on a Tuesday, Easter Monday."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache

import holidays

from actions.fields.words import fold, listed, reworded

_DAYS = listed("lundi mardi mercredi jeudi vendredi samedi dimanche")
_MONTHS = listed(
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
)
_ENGLISH = listed("monday tuesday wednesday thursday friday saturday sunday")
_IN_EIGHT = re.compile(
    rf"\b(?P<old>(?:d'|de )?(?P<day>{'|'.join(_DAYS)}|aujourd'hui|demain) en"
    r" (?P<days>8|15|huit|quinze)\b)"
)
_NUMBERED = re.compile(rf"\b(?P<old>(?P<day>{'|'.join(_DAYS)}) (?P<n>[1-9]|[12]\d|3[01])) (?=a \d)")
_HOLIDAY = re.compile(
    r"\b(?P<old>(?P<name>lundi de (?:paques|pentecote))"
    r"|(?:le )?(?:jeudi de )?l'(?P<other>ascension))\b"
)
_FORTNIGHT = re.compile(r"\b(?P<old>(?:dans|d'ici) (?:une|1) quinzaine(?: de jours)?)\b")
_FROM_NOW = re.compile(r"\b(?P<old>(?P<long>\w+ (?:days?|weeks?)) from (?:now|today)\b)")
_LATER_TODAY = re.compile(
    r"(?:^\W*(?:(?:oui|non|euh|bon|plutot|alors)\W+)*"
    r"|\b(?:r?appell?e[zr]?[- ]moi|(?:pouvez|pourriez|pouvoir) (?:me r?appeler|m'appeler)"
    r"|etre r?appelee?)(?: plutot)? )(?P<old>tout a l'heure)\b"
)
_THIS = {"fr": "ce {}", "en": "this {}"}
_TODAY = {"fr": "aujourd'hui", "en": "today"}


def dated(text: str, language: str, today: date) -> str:
    """The text with those days said by their dates, or by a word that tells them."""
    if language == "en":
        text = reworded(text, _FROM_NOW, lambda match: f"in {match['long']}")
    else:
        text = reworded(text, _IN_EIGHT, lambda match: _in_eight(match, today))
        text = reworded(text, _FORTNIGHT, lambda match: "dans 2 semaines")
        text = reworded(text, _NUMBERED, lambda match: _numbered(match, today))
        text = reworded(text, _LATER_TODAY, lambda match: _TODAY["fr"])
        text = reworded(text, _HOLIDAY, lambda match: _holiday(match, today))
    return reworded(text, _this_day(language, today.weekday()), lambda match: _TODAY[language])


@cache
def _this_day(language: str, weekday: int) -> re.Pattern[str]:
    name = (_ENGLISH if language == "en" else _DAYS)[weekday]
    return re.compile(
        rf"\b(?P<old>{_THIS[language].format(name)})\b(?! (?:\d|the \d|1er|prochain|en ))"
    )


def _written(day: date) -> str:
    return f"le {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _in_eight(match: re.Match[str], today: date) -> str:
    """« Jeudi en huit » is the Thursday a week after the coming one."""
    said = match["day"]
    ahead = (_DAYS.index(said) - today.weekday()) % 7 if said in _DAYS else said == "demain"
    return _written(today + timedelta(days=ahead + (7 if match["days"] in ("8", "huit") else 14)))


def _numbered(match: re.Match[str], today: date) -> str:
    """« Mercredi 9 à 11 h »: a date when the ninth is a Wednesday, else from nine to eleven."""
    ahead = (today + timedelta(days=days) for days in range(62))
    ninth = next(day for day in ahead if day.day == int(match["n"]))
    return _written(ninth) if ninth.weekday() == _DAYS.index(match["day"]) else match["old"]


def _holiday(match: re.Match[str], today: date) -> str:
    name = match["name"] or match["other"]
    found = {fold(said): day for day, said in _holidays(today.year).items() if day >= today}
    found = {fold(said): day for day, said in _holidays(today.year + 1).items()} | found
    return next((_written(day) for said, day in found.items() if name in said), match["old"])


@cache
def _holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("FR", years=year, language="fr"))
