"""How long: « une heure et quart », « une dizaine de minutes », "two and a half hours"."""

from __future__ import annotations

import re
from datetime import timedelta

_HALF_HOUR = (
    r"(?P<half>(?:une? |1 |la |l')?demie?[- ]?heure|(?:a |the |1 )?half(?: an| 1)?[- ]hour)"
)
_QUARTERS = (
    r"(?P<three>(?:trois|3) quarts d'heure|(?:three|3) quarters of an hour)"
    r"|(?P<quarter>(?:un |1 |le )?quart d'heure|(?:a |1 )?quarter of an hour)"
)
_TENS = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30,
         "quarantaine": 40}  # fmt: skip
_ABOUT_TEN = rf"(?:une |1 )?(?P<tens>{'|'.join(_TENS)}) de minutes"
_NUMBER = r"\d{1,3}|une?|(?:a )?couple of|(?:a )?few|quelques|an?"
_TAIL = (
    r"(?: ?(?P<past>[0-5]?\d)(?!\d| ?h)(?: ?(?:minutes?|mins?|mn)\b)?"
    r"|(?P<and> (?:et )?demie?\b| and a half\b)|(?P<more> et quart\b| and a quarter\b)"
    r"| (?:et|and) (?P<also>\d{1,2}) ?(?:minutes?|mins?|mn)\b)?"
)
_HOURS = (
    rf"(?P<hours>{_NUMBER})(?P<point> and a half)? ?(?:petites? |bonnes? |good )?"
    rf"(?:h(?![a-z])|heures?\b|hours?\b|hrs?\b){_TAIL}"
)
_MINUTES = r"(?P<minutes>\d{1,3}) ?(?:petites? )?(?:minutes?|mins?|mn)\b"
_DAYS = (
    rf"(?P<days>{_NUMBER}) (?:jours?|days?)\b|(?P<weeks>{_NUMBER}) (?:semaines?|weeks?)\b"
    r"|(?P<fortnight>a fortnight|(?:une |1 )?quinzaine de jours)"
)
_CLOCK = f"{_HALF_HOUR}|{_QUARTERS}|{_ABOUT_TEN}|{_HOURS}|{_MINUTES}"
_ABOUT = r"(?:environ |about |a peu pres |encore |another )?"

OF_A_DAY = rf"{_ABOUT}(?:{_CLOCK})"
OF_ANY_LENGTH = rf"{_ABOUT}(?:{_CLOCK}|{_DAYS})"


def amount(match: re.Match[str]) -> timedelta:
    """The length that a match of either pattern holds."""
    said = {name: value for name, value in match.groupdict().items() if value is not None}
    if "fortnight" in said:
        return timedelta(days=14)
    if "days" in said or "weeks" in said:
        return timedelta(days=_count(said.get("days", "0")), weeks=_count(said.get("weeks", "0")))
    if "tens" in said:
        return timedelta(minutes=_TENS[said["tens"]])
    if "hours" in said:
        return timedelta(hours=_count(said["hours"]), minutes=_minutes(said))
    fixed = {"half": 30, "quarter": 15, "three": 45}
    known = next((minutes for name, minutes in fixed.items() if name in said), 0)
    return timedelta(minutes=known or int(said["minutes"]))


def _count(said: str) -> int:
    if said.isdigit():
        return int(said)
    if "few" in said or said == "quelques":
        return 3
    return 2 if "couple" in said else 1


def _minutes(said: dict[str, str]) -> int:
    """What is said after the hours."""
    if "and" in said or "point" in said:
        return 30
    if "more" in said:
        return 15
    return int(said.get("past") or said.get("also") or 0)
