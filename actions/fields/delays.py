"""« Dans deux heures », « une heure plus tard », « décalez d'une heure »: counted from another."""

from __future__ import annotations

import re
from datetime import timedelta

from actions.fields.amounts import OF_A_DAY, OF_ANY_LENGTH, amount

Shift = tuple[timedelta, tuple[int, int]]

_A_BIT = timedelta(minutes=30)
_FROM_NOW = re.compile(rf"\b(?:dans|d'ici|in|within)(?: the next| les)? {OF_A_DAY}")
_AGO = (
    re.compile(rf"\b(?:il y a|ca fait|voila|for the (?:last|past)) {OF_A_DAY}"),
    re.compile(rf"\b{OF_A_DAY} ago\b"),
)
_LATER = r"(?P<later>plus tard|apres|later|after(?:wards)?)"
_SOONER = r"(?P<sooner>plus tot|avant|earlier|sooner|before)"
_COMPARED = rf"(?:{_LATER}|{_SOONER})\b(?! (?:que|than) (?:\d|midi\b|noon\b))"
_BIT = r"\b(?:(?:un|1) (?:tout )?(?:petit )?peu|a (?:little )?bit|a (?:little|touch)|slightly)"
_PUT_BACK = (
    r"(?P<later>decal(?:er|ez|e)|recul(?:er|ez|e)|repouss(?:er|ez|e)|retard(?:er|ez|e)"
    r"|report(?:er|ez|e)|postpone|delay|(?:push|put|move|shift)\b[^,.;\d]{0,25}? back"
    r"|push(?=[^,.;\d]{0,25}? by))"
)
_BROUGHT_FORWARD = (
    r"(?P<sooner>avanc(?:er|ez|e)|(?:bring|move|pull|put|push)\b[^,.;\d]{0,25}? (?:forward|up))"
)
_MOVED = rf"\b(?:{_PUT_BACK}|{_BROUGHT_FORWARD})\b"
_BY = (
    r"(?:[^,.;\d]{0,40}?(?:\bde |\bd'|\bby )"
    r"|(?: (?:it|ca|(?:the|my|mon|le|ce|this) [a-z-]+))? )"
)
_POLITE = (
    r"(?:(?:non|no|oui|yes|euh|plutot|rather|finalement|actually|si possible|if possible|encore"
    r"|even|make it|mettez|pouvez-vous|vous pouvez|can|could|you|me|rappeler|rappelez-moi|call"
    r"|svp|s'il vous plait|please|merci|thanks|dans la journee|in the day|le meme jour"
    r"|ce jour-la|that day|(?:the )?same day|instead|but|mais)(?:\W+|$))*"
)
_SHIFTS = (
    re.compile(rf"\b{OF_ANY_LENGTH} {_COMPARED}"),
    re.compile(rf"{_MOVED}{_BY}{OF_ANY_LENGTH}(?! ?(?:a|to|et|until)\b)"),
)
_BITS = (
    re.compile(rf"{_BIT} {_COMPARED}"),
    re.compile(rf"{_MOVED}[^,.;\d]{{0,25}}?{_BIT}\b"),
    re.compile(rf"^\W*{_POLITE}{_COMPARED}\W*(?:\s{_POLITE})?$"),
)
_NEAR_DAYS = (
    (2, r"(?:le |au )?surlendemain|two days after"),
    (1, r"(?:le |au )?lendemain|le jour (?:suivant|d'apres)|the (?:next|following) day"
        r"|the day after(?! tomorrow)"),
    (-1, r"la veille|le jour (?:d'avant|precedent)|the (?:previous day|day before)(?! yesterday)"),
    (7, r"la semaine (?:suivante|d'apres)|the (?:following week|week after)(?! next)"),
    (-7, r"la semaine (?:d'avant|precedente)|the (?:previous week|week before)"),
)  # fmt: skip
_DAYS_AWAY = [(timedelta(days=n), re.compile(rf"\b(?:{words})\b")) for n, words in _NEAR_DAYS]


def from_now(folded: str) -> Shift | None:
    """« dans deux heures »: how long, and where it is said."""
    match = _FROM_NOW.search(folded)
    return (amount(match), match.span()) if match else None


def ago(folded: str) -> list[tuple[int, int]]:
    """« il y a trois heures »: a length that is over, and no time to call at."""
    return [match.span() for pattern in _AGO for match in pattern.finditer(folded)]


def shift(folded: str) -> Shift | None:
    """« une heure plus tard », « avancez un peu »: how far from the time spoken of before.

    « Un peu », or nothing, is half an hour.
    """
    for pattern in _SHIFTS:
        if match := pattern.search(folded):
            return _signed(amount(match), match), match.span()
    for away, pattern in _DAYS_AWAY:
        if match := pattern.search(folded):
            return away, match.span()
    found = (pattern.search(folded) for pattern in _BITS)
    return next(((_signed(_A_BIT, match), match.span()) for match in found if match), None)


def uncounted(folded: str) -> list[tuple[int, int]]:
    """Where such a shift is said, for when there is no time to count it from."""
    return [m.span() for pattern in (*_SHIFTS, *_BITS[:1]) for m in pattern.finditer(folded)]


def _signed(by: timedelta, match: re.Match[str]) -> timedelta:
    return -by if match["sooner"] else by
