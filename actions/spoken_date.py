"""A date and a time as people say them, in French and in English."""

from __future__ import annotations

from datetime import date, datetime, time, tzinfo

from bot.clock import PARIS

_DAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_MONTHS = {
    "fr": [
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ],
    "en": [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ],
}  # fmt: skip
_NEAR = {"fr": ("aujourd’hui", "demain", "après-demain"), "en": ("today", "tomorrow")}
_EARLY = range(1, 8)  # « 4 h » alone is understood as the afternoon
_JOINED = {"fr": "{day} à {time}", "en": "{day} at {time}"}


def spoken_date(
    moment: datetime, language: str = "fr", now: datetime | None = None, zone: tzinfo = PARIS
) -> str:
    """« mardi 24 novembre à 15 h 30 », "Tuesday 24 November at 3.30 pm"; near `now`, « demain ».

    By the clock of `zone`, whose day « demain » is.
    """
    local = moment.astimezone(zone)
    today = now.astimezone(zone).date() if now else None
    said = _JOINED[_known(language)]
    return said.format(
        day=spoken_day(local.date(), language, today), time=spoken_time(local.time(), language)
    )


def spoken_day(day: date, language: str = "fr", today: date | None = None) -> str:
    """« mardi 24 novembre », with its year when it is not this year; near `today`, « demain »."""
    language = _known(language)
    near = _NEAR[language]
    if today and 0 <= (day - today).days < len(near):
        return near[(day - today).days]
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    said = f"{_DAYS[language][day.weekday()]} {number} {_MONTHS[language][day.month - 1]}"
    return f"{said} {day.year}" if today and today.year != day.year else said


def day_name(weekday: int, language: str = "fr") -> str:
    """« lundi » for 0."""
    return _DAYS[_known(language)][weekday]


def spoken_time(moment: time, language: str = "fr") -> str:
    """« 15 h 30 », « midi », « 4 h du matin »; "3.30 pm", "noon"."""
    if (moment.hour, moment.minute) == (12, 0):
        return "noon" if language == "en" else "midi"
    if language != "en":
        said = f"{moment.hour} h {moment.minute:02d}" if moment.minute else f"{moment.hour} h"
        return f"{said} du matin" if moment.hour in _EARLY else said
    minutes = f".{moment.minute:02d}" if moment.minute else ""
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}{minutes} {half}"


def _known(language: str) -> str:
    return "en" if language == "en" else "fr"
