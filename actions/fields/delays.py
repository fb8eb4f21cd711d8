"""« Dans deux heures », « une heure plus tard », « au plus vite »: times counted from another."""

from __future__ import annotations

import re
from datetime import timedelta

_AMOUNT = (
    r"(?:environ |about |a peu pres )?(?:"
    r"(?P<half>(?:une |1 )?demi[- ]?heure|half an hour|a half hour)"
    r"|(?P<quarter>(?:un |1 )?quart d'heure|a quarter of an hour|quarter of an hour)"
    r"|(?P<hours>\d{1,2}|une?|an?|couple of) ?(?:petite |bonne |good )?"
    r"(?:h\b|heures?|hours?|hrs?\b)(?P<and> et demie?"
    r"| and a half)?"
    r"|(?P<minutes>\d{1,3}) ?(?:minutes?|mins?|mn)\b)"
)
_FROM_NOW = re.compile(rf"\b(?:dans|d'ici|in|within) {_AMOUNT}")
_LATER = re.compile(
    rf"{_AMOUNT} (?:(?P<later>plus tard|apres|later|after(?:wards)?)|(?P<sooner>plus tot|avant"
    rf"|earlier|sooner|before))\b"
)
_NEXT_DAY = re.compile(
    r"\b(?:le lendemain|le jour (?:suivant|d'apres)|the (?:next|following) day"
    r"|the day after)\b(?! tomorrow)"
)
_SOONEST = re.compile(
    r"\b(?:(?:le |au )?plus (?:tot|vite|rapidement)(?: possible)?|des que (?:possible"
    r"|vous (?:pouvez|pourrez)|vous etes)"
    r"|aussitot que possible|maintenant|tout de suite|immediatement|sans attendre|sur le champ"
    r"|asap|as soon as (?:possible|you can)|(?:the )?soonest|right (?:now|away)|now"
    r"|straight ?away|immediately"
    r"|n'importe quand|quand vous (?:voulez|pouvez|pourrez)|peu importe(?: quand| l'heure)?"
    r"|any ?time|whenever"
    r"|(?:le |au )?(?:premier|1er|prochain) creneau|(?:the )?(?:first|next|1st"
    r"|earliest)(?: available)? slot"
    r"|(?:first|1st|next) available|(?:the )?earliest(?: possible)?|at the earliest)\b(?! tard)"
)


def _amount(match: re.Match[str]) -> timedelta:
    if match["half"]:
        return timedelta(minutes=30)
    if match["quarter"]:
        return timedelta(minutes=15)
    if match["minutes"]:
        return timedelta(minutes=int(match["minutes"]))
    hours = (
        {"couple of": 2}.get(match["hours"], 1)
        if not match["hours"].isdigit()
        else int(match["hours"])
    )
    return timedelta(hours=hours, minutes=30 if match["and"] else 0)


def from_now(folded: str) -> tuple[timedelta, tuple[int, int]] | None:
    """« dans deux heures »: how long, and where it is said."""
    match = _FROM_NOW.search(folded)
    return (_amount(match), match.span()) if match else None


def shift(folded: str) -> tuple[timedelta, tuple[int, int]] | None:
    """« une heure plus tard », « le lendemain »: how far from the time spoken of before."""
    if match := _LATER.search(folded):
        amount = _amount(match)
        return (-amount if match["sooner"] else amount), match.span()
    if match := _NEXT_DAY.search(folded):
        return timedelta(days=1), match.span()
    return None


def soonest(folded: str) -> tuple[int, int] | None:
    """Where « le plus tôt possible » is said, in whatever words."""
    match = _SOONEST.search(folded)
    return match.span() if match else None
