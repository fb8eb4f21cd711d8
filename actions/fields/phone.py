"""The telephone number somebody types or says, or the reason why it cannot be called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from actions.fields.dialled import Run, runs
from actions.fields.numbering import FRENCH, PhoneProblem, as_dialled, dialled
from actions.fields.numbers import in_words
from actions.fields.short_numbers import only_figures, service_number
from actions.fields.words import blank, fold, other

_UNIT = re.compile(r"(?:h|heures?|hours?|am|pm|o'clock|euros?|e)(?![a-z])|[€:%/]")
_DATE_OR_TIME = re.compile(
    r"\b\d{1,2}[/.\-]\d{1,2}[/.\-](?:19|20)\d\d\b"
    r"|\b\d{1,2} \d{1,2} 20\d\d(?= (?:à |a |at )?\d{1,2} ?(?:h|:\d\d))"
    r"|(?<![\d/])\d{1,2}/\d{1,2}(?:/\d\d)?(?![\d/])"
    r"|(?<![\d:])\d{1,2}:\d\d(?![\d:])"
)
_NOT_THIS = re.compile(r"\b(?:pas|plus|not|isn't)(?: (?:le|au|sur le|on|the))? ?$")
_WORTH_SAYING = 4
_LONG_ENOUGH = 9
_MOST_STARTS = 5
_MOST_RUNS = 30


@dataclass(frozen=True)
class PhoneReading:
    """`number` is E.164; `problem` says why there is none, None when there was nothing.

    `candidates` are the numbers it may be, best first, when it is worth asking which.
    """

    number: str | None = None
    problem: PhoneProblem | None = None
    candidates: tuple[str, ...] = ()
    span: tuple[int, int] | None = None

    @property
    def foreign(self) -> bool:
        """True for a number outside France and its overseas areas."""
        return self.number is not None and not self.number.startswith(FRENCH)


def phone(text: str, language: str = "fr") -> PhoneReading:
    """Read the first number that can be called; failing that, say what is wrong with one."""
    reading = _wanted(text, language)
    if reading.number:
        return reading
    again = _wanted(text, other(language))
    found = again if again.number or not reading.problem else reading
    if found.number or found.problem or _DATE_OR_TIME.search(text[:100]):
        return found
    return PhoneReading(None, only_figures(text, language))


def _wanted(text: str, language: str) -> PhoneReading:
    """« Pas le 06 … mais le 07 … »: the number that is not refused, where there is another."""
    reading = _phone(text, language)
    if reading.number and reading.span and _NOT_THIS.search(fold(text[: reading.span[0]])):
        instead = _phone(blank(text, [reading.span]), language)
        return instead if instead.number else reading
    return reading


def phone_spans(text: str, language: str = "fr", most: int = 5) -> list[tuple[int, int]]:
    """Where numbers stand, right or wrong, so that nothing else reads them; not « 08:30 »."""
    spans: list[tuple[int, int]] = []
    for _ in range(most):
        reading = phone(text, language)
        if reading.span is None:
            break
        text = blank(text, [reading.span])
        if reading.number or len(text[slice(*reading.span)]) >= _LONG_ENOUGH:
            spans.append(reading.span)
    return spans


def spoken_phone(number: str, language: str = "fr") -> str:
    """E.164 in words: by pairs in French, digit by digit, two at a time, in English."""
    digits = as_dialled(number)
    plus = "plus " if digits.startswith("+") else ""
    digits = digits.removeprefix("+")
    odd = len(digits) % 2
    groups = [digits[:odd]] * odd + [digits[at : at + 2] for at in range(odd, len(digits), 2)]
    return plus + ", ".join(_spoken_group(group, language) for group in groups)


def _spoken_group(group: str, language: str) -> str:
    if language == "en" or group.startswith("0"):
        return " ".join(in_words(int(digit), language) for digit in group)
    return in_words(int(group), language)


def _phone(text: str, language: str) -> PhoneReading:
    text = blank(text, [match.span() for match in _DATE_OR_TIME.finditer(text)])
    best = PhoneReading()
    for run in islice(runs(text, language), _MOST_RUNS):
        reading = _read(run)
        if reading.number:
            return reading
        if not best.problem:
            best = reading
    span = None if best.problem else service_number(text)
    return PhoneReading(None, "premium", (), span) if span else best


def _read(run: Run) -> PhoneReading:
    best = PhoneReading()
    starts = (at for at in range(len(run.pieces)) if run.may_begin(at))
    for start in islice(starts, _MOST_STARTS):
        reading = _read_from(run, start)
        if reading.number:
            return reading
        if not best.problem:
            best = reading
    return best if best.problem else _without_its_zero(run)


def _read_from(run: Run, start: int) -> PhoneReading:
    """The number that begins there and ends the run, or stops where something else begins."""
    plus = run.pieces[start].text in ("+", "plus")
    to_the_end: dict[str, int] = {}
    before_more: dict[str, int] = {}
    problem: PhoneProblem | None = None
    whole = len(run.pieces)
    for end, digits in run.numbers(start + plus):
        if end < whole and not run.begins_anew(end, _UNIT):
            continue
        number, wrong = dialled(digits, plus)
        if number:
            (to_the_end if end == whole else before_more).setdefault(number, end)
        elif end == whole and (plus or digits[0] == "0") and len(digits) >= _WORTH_SAYING:
            problem = wrong if wrong == "premium" else problem or wrong
    found = to_the_end or before_more
    at_home = tuple(number for number in found if number.startswith(FRENCH))
    candidates = at_home or tuple(found)
    if candidates:
        span = run.span(start, found[candidates[0]])
        return PhoneReading(candidates[0], None, candidates, span)
    return PhoneReading(None, problem, (), run.span(start, whole) if problem else None)


def _without_its_zero(run: Run) -> PhoneReading:
    """« 6 12 34 56 78 »: too short, but we may ask whether the zero is missing."""
    whole = len(run.pieces)
    if whole > 9 or run.pieces[0].text.startswith("0"):
        return PhoneReading()
    for end, digits in run.numbers(0):
        if end == whole and len(digits) == 9 and digits[0] in "67":
            number, _ = dialled("0" + digits)
            found = (number,) if number else ()
            return PhoneReading(None, "too_short", found, run.span(0, whole))
    return PhoneReading()
