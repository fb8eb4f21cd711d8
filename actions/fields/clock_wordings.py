"""Times said without the word that tells them: « demain 14 30 », "tomorrow 9-11", "at 1500"."""

from __future__ import annotations

import re
from collections.abc import Callable

from actions.fields.words import reworded

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_RELATIVE = {"fr": "aujourd'hui|demain|apres-demain", "en": "today|tomorrow"}
_WEEKDAYS = {
    "fr": "(?:lun|mar|mercre|jeu|vendre|same)di|dimanche",
    "en": "(?:mon|tues|wednes|thurs|fri|satur|sun)day",
}
_PARTS = {
    "fr": "(?: matin| apres-midi| soir)?", "en": "(?: morning| afternoon| evening)?"
}  # fmt: skip
_MONTHS = {
    "fr": "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre",
    "en": "january|february|march|april|may|june|july|august|september|october|november|december",
}
_AT = {"fr": "a|vers(?: les)?|pour", "en": "at|around|about|for"}
_TO = {"fr": "et|entre|de|jusqu'a", "en": "to|till|until|and|from|between"}
_OFFICE = {"fr": r"(?:0?[89]|1\d|20)", "en": r"(?:0?[1-9]|1\d|20)"}
_MINUTES = r"[0-5][05]"
_NO_UNIT = (
    r"(?![\w/%€$£-]|[.,:]\d"
    r"| ?(?:h\b|heures?|hours?|euros?|pounds?|ans\b|days?|minutes?|mn\b))"
)
_ENDS = r"(?=\W*(?:$|[,.;!?]|svp|s'il|merci|please|thanks|pour\b|for\b|on\b|au\b|sur\b|si\b|if\b))"


def told_as_clocks(text: str, language: str) -> str:
    """The text, its numbers in figures, with those times written as clocks write them."""
    for pattern, put in _RULES[language]:
        text = reworded(text, pattern, put)
    return text


def _minutes(match: re.Match[str]) -> str:
    return f"{match['h']}:{match['m']}"


def _range(match: re.Match[str]) -> str:
    return f"{match['h']} h - {match['last']} h"


def _compiled(*rules: tuple[str, Callable[[re.Match[str]], str]]) -> list[Rule]:
    return [(re.compile(pattern), put) for pattern, put in rules]


def _rules(language: str) -> list[Rule]:
    office, at = _OFFICE[language], _AT[language]
    relative, weekday = _RELATIVE[language], _WEEKDAYS[language]
    dated = rf"\d{{1,2}}(?:er|st|nd|rd|th)? (?:of )?(?:{_MONTHS[language]})(?: 20\d\d)?"
    days = rf"\b(?:{relative}|{weekday}|{dated}){_PARTS[language]}"
    return _compiled(
        (r"(?<![\d:])(?P<old>(?P<h>[01]?\d|2[0-3])(?: : ?| ?: )(?P<m>[0-5]\d))(?![\d:])",
         _minutes),
        (rf"{days},? (?:(?:{at}) )?"
         rf"(?P<old>(?P<h>{office})[ .](?P<m>(?!05|10){_MINUTES})){_NO_UNIT}", _minutes),
        (rf"\b(?:{relative}){_PARTS[language]},? (?:(?:{at}) )?"
         rf"(?P<old>(?P<h>{office})[ .](?P<m>{_MINUTES})){_NO_UNIT}", _minutes),
        (rf"\b(?:{at}|{_TO[language]}) (?P<old>(?P<h>{office})[ .](?P<m>00|15|30|45)){_NO_UNIT}",
         _minutes),
        (rf"\b(?:{at}) (?P<old>(?P<h>{office})\.(?P<m>{_MINUTES})){_NO_UNIT}", _minutes),
        (rf"(?<![\d.,:/-])(?<!\d )(?P<old>(?P<h>{office}) (?P<m>{_MINUTES})) (?={days})", _minutes),
        (rf"{days},? (?P<old>(?P<h>{office})(?: ?- ?| a )(?P<last>{office})){_NO_UNIT}", _range),
        (rf"\b(?:{relative}){_PARTS[language]},? (?P<old>(?P<h>{office})){_NO_UNIT}{_ENDS}",
         lambda match: f"at {match['h']}" if language == "en" else f"à {match['h']} h"),
    )  # fmt: skip


_ENGLISH = _compiled(
    (
        r"\b(?:move|push|bring|change|switch|put|shift|reschedule|make)\b[^,.;\d]{0,30}"
        r" (?P<old>to) (?=\d)",
        lambda match: "at",
    ),
    (r"\d ?(?P<old>(?P<half>[ap])\.? m\b)", lambda match: f"{match['half']}m"),
    (r"\b(?:past|after|to) (?P<old>noon|midday)\b", lambda match: "12"),
    (r"\b(?:at|around|by|after|before|from|today|tomorrow|[a-z]+day)"
     r" (?P<old>(?P<h>0[6-9]|1\d|2[0-3])(?P<m>[0-5]\d)(?: hours)?)"
     r"(?!\d|[.,]\d| ?(?:euro|pound))",
     _minutes),
)  # fmt: skip
_RULES = {"fr": _rules("fr"), "en": [*_ENGLISH, *_rules("en")]}
