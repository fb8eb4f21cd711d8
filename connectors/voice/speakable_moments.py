"""Says dates and times."""

from __future__ import annotations

import re

from connectors.voice.speakable_numbers import cardinal, ordinal, year
from connectors.voice.speakable_words import Words

DAY = r"(0?[1-9]|[12]\d|3[01])"
MONTH = r"(0?[1-9]|1[0-2])"
SLASHED = re.compile(rf"\b{DAY}([/.-]){MONTH}\2((?:19|20)\d\d|(?<=/)\d\d)\b")
ISO = re.compile(rf"\b((?:19|20)\d\d)-{MONTH}-{DAY}(?:T[\d:.]+Z?)?\b")
SHORT = re.compile(r"(?<![\d/])(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])(?![\d/])")
ALWAYS = re.compile(
    r"\b24 ?h(?:eures)? ?(?:/|sur) ?24(?: ?h)?"
    r"(?:,? ?(?:et )?7 ?j(?:ours)? ?(?:/|sur) ?7(?: ?j)?)?\b"
    r"|\b24/7\b|\b7/7\b"
)
EVERY_DAY = re.compile(r"\b7 ?j(?:ours)? ?(?:/|sur) ?7(?: ?j)?\b")
FRENCH = re.compile(
    r"\b([01]?\d|2[0-4]) ?(?:h|H|heures?)(?: ?([0-5]\d)(?: ?(?:min|mn|minutes))?)?\b(?! ?/)"
)
CLOCK = re.compile(r"\b([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?(?: ?([ap])(?:\.m\.|m\b))?", re.I)
HALF = re.compile(r"\b(1[0-2]|0?[1-9])(?:[.:]([0-5]\d))? ?([ap])(?:\.m\.|m\b)", re.I)


def times(text: str, words: Words) -> str:
    """« 15 h 30 », "3.30 pm"."""
    return _french_times(text, words) if words.language == "fr" else _english_times(text, words)


def dates(text: str, words: Words) -> str:
    """« 24/11/2026 », « 1er mai », "November 24"; and « 24 h/24 », which looks like one."""
    text = ALWAYS.sub(words.words["always"], text)
    text = ISO.sub(lambda m: date(int(m[3]), int(m[2]), m[1], words), text)
    text = SLASHED.sub(lambda m: date(int(m[1]), int(m[3]), _century(m[4]), words), text)
    text = SHORT.sub(lambda m: date(int(m[1]), int(m[2]), "", words), text)
    return _worded(text, words)


def date(day: int, month: int, written_year: str, words: Words) -> str:
    """« premier novembre deux mille vingt-six », "the first of November twenty twenty-six"."""
    said = f"{_day(day, words)} {words.months[month - 1]}"
    return f"{said} {year(int(written_year), words)}" if written_year else said


def _day(day: int, words: Words) -> str:
    if words.language == "fr":
        return "premier" if day == 1 else cardinal(day, words)
    return f"the {_nth(day, words)} of"


def _nth(day: int, words: Words) -> str:
    found = re.fullmatch(r"(\d+)(th)", f"{day}th")
    assert found
    return ordinal(found, words)


def _worded(text: str, words: Words) -> str:
    """« 24 novembre 2026 », "24th November", "November 24, 2026"."""
    months = "|".join(words.months)
    if words.language == "fr":
        pattern = rf"\b(\d{{1,2}})(?:er)? ({months})\b(?: ((?:19|20)\d\d)\b)?"
        return re.sub(pattern, lambda m: _found(m[1], m[2], m[3], words), text)
    pattern = (
        rf"\b(?:the )?(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({months})\b(?:,? ((?:19|20)\d\d)\b)?"
    )
    text = re.sub(pattern, lambda m: _found(m[1], m[2], m[3], words), text)
    pattern = rf"\b({months}) (\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? ((?:19|20)\d\d)\b)?"
    return re.sub(pattern, lambda m: _american(m[1], int(m[2]), m[3], words), text)


def _found(day: str, month: str, written_year: str | None, words: Words) -> str:
    if not 1 <= int(day) <= 31:
        return f"{cardinal(int(day), words)} {month} {written_year or ''}".strip()
    return date(int(day), words.months.index(month) + 1, written_year or "", words)


def _american(month: str, day: int, written_year: str | None, words: Words) -> str:
    if not 1 <= day <= 31:
        return f"{month} {cardinal(day, words)} {written_year or ''}".strip()
    said = f"{month} the {_nth(day, words)}"
    return f"{said}, {year(int(written_year), words)}" if written_year else said


def _century(written: str) -> str:
    return written if len(written) == 4 else f"20{written}"


def _french_times(text: str, words: Words) -> str:
    text = EVERY_DAY.sub("sept jours sur sept", text)
    text = FRENCH.sub(lambda m: _hours(int(m[1]), m[2], words), text)
    return CLOCK.sub(lambda m: _hours(int(m[1]), m[2], words), text)


def _hours(hour: int, minutes: str | None, words: Words) -> str:
    said = "heure" if hour < 2 else "heures"
    after = f" {cardinal(int(minutes), words, True)}" if minutes and int(minutes) else ""
    return f"{cardinal(hour, words, True)} {said}{after}"


def _english_times(text: str, words: Words) -> str:
    text = CLOCK.sub(lambda m: _half(int(m[1]), m[2], m[3], words), text)
    return HALF.sub(lambda m: _half(int(m[1]), m[2] or "00", m[3], words), text)


def _half(hour: int, minutes: str, half: str | None, words: Words) -> str:
    half = (half or ("a" if hour < 12 else "p")).lower()
    zero = f"{words.letters['o']} " if minutes.startswith("0") else ""
    after = f" {zero}{cardinal(int(minutes), words)}" if int(minutes) else ""
    said = cardinal(hour % 12 or 12, words)
    return f"{said}{after} {words.letters[half]} {words.letters['m']} "
