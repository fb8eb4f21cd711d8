"""How amounts, delays, dates, hours and numbers are written, in French and in English."""

from __future__ import annotations

import re

NUMBERS = {
    "un": 1, "une": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4,
    "four": 4, "cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8,
    "neuf": 9, "nine": 9, "dix": 10, "ten": 10, "onze": 11, "eleven": 11, "douze": 12,
    "twelve": 12, "quatorze": 14, "fourteen": 14, "quinze": 15, "fifteen": 15, "vingt": 20,
    "twenty": 20, "trente": 30, "thirty": 30, "quarante": 40, "forty": 40, "cinquante": 50,
    "fifty": 50, "soixante": 60, "sixty": 60, "quatre-vingt-dix": 90, "ninety": 90, "cent": 100,
}  # fmt: skip
MONTHS = (
    "janvier january", "fevrier february", "mars march", "avril april", "mai may", "juin june",
    "juillet july", "aout august", "septembre september", "octobre october",
    "novembre november", "decembre december",
)  # fmt: skip
MONTH = {name: place for place, both in enumerate(MONTHS, 1) for name in both.split()}
MINUTES = {"second": 1 / 60, "min": 1, "hour": 60, "day": 1440, "week": 10080, "month": 43800,
           "year": 525600}  # fmt: skip
_N = r"(?P<n>\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?|" + (
    "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
)
_GAP = r"[ \u00a0\u202f]?-?"
_CLOCK = r"(?P<{0}>(?:[01]?\d|2[0-3]))(?:{1}(?:h|heures|:){1}(?P<{0}m>[0-5]\d)?)? ?(?P<{0}x>am|pm)?"
_UNITS = {
    "money": r"€|euros?\b|eur\b",
    "percent": r"%|pour cent\b|per ?cent\b",
    "speed": r"[gm]b(?:it)?/s\b|[gm]bps\b",
    "data": r"[gm][ob]\b|gigas?\b|gigabytes?\b",
    "second": r"secondes?\b|seconds?\b",
    "min": r"min(?:utes?)?\b",
    "hour": r"h(?:eures?|ours?)?\b",
    "day": r"(?:(?:working|business|calendar)[ -])?(?:jours?|days?)\b",
    "week": r"semaines?\b|weeks?\b",
    "month": r"mois\b|months?\b",
    "year": r"ans?\b|annees?\b|years?\b",
}
_UNIT = "|".join(f"(?P<{name}>{pattern})" for name, pattern in _UNITS.items())
QUANTITY = re.compile(rf"(?<![\w.,/]){_N}{_GAP}(?:{_UNIT})")
SIGNED = re.compile(r"[€£](?P<n>\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+(?:\.\d+)?)")
OPENING = re.compile(
    rf"(?<![\w:]){_CLOCK.format('a', _GAP)}"
    rf" ?(?:a|-|–|to|until|and|et) ?{_CLOCK.format('b', _GAP)}\b"
)
CLOCKED = re.compile(r"\d ?[h:]|[ap]m\b")
DATE = re.compile(rf"\b(?P<d>[0-3]?\d)(?:er|st|nd|rd|th)? (?:of )?(?P<m>{'|'.join(MONTH)})\b")
NUMERIC_DATE = re.compile(r"(?<!\d)(?P<d>[0-3]?\d)/(?P<m>[01]?\d)/(?P<y>(?:20)?\d\d)(?!\d)")
SHORT_NUMBER = re.compile(
    r"\b(?:appelez|composez|appeler|composer|faites|call|dial|text|joignable) (?:au |le |to )?"
    r"(?P<n>\d{3,5})\b(?! ?(?:€|euro|min|h|jour|day|mois|month))"
)
# « un » is most often no number: with these units alone it is worth a look.
PROMISING = re.compile(
    rf"\d|\b(?:{'|'.join(word for word, number in NUMBERS.items() if number > 1)})\b"
    r"|\b(?:une?|one) (?:seconde?|minute|heure|hour|jour|day|(?:working|business) day"
    r"|semaine|week|mois|month|ans?\b|annee|year|euro|giga)"
)
LONG = re.compile(r"(?:\d[ .\-/()]{0,3}){8}")
DIGIT = re.compile(r"\d")
