"""The telephone number somebody types or says, or the reason why it cannot be called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from actions.fields.dialled import Run, runs
from actions.fields.numbering import FRENCH, PhoneProblem, as_dialled, dialled
from actions.fields.numbers import in_words
from actions.fields.pairs import Dictation, likeliest
from actions.fields.restarts import begins_a_number, put_right, said_again
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

    `unclear`: what was said may be more numbers than one, and none of them is taken.
    """

    number: str | None = None
    problem: PhoneProblem | None = None
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
    for chain in said_again(list(islice(runs(text, language), _MOST_RUNS)), fold(text)):
        reading = _read_chain(chain)
        if reading.number:
            return reading
        if not best.problem:
            best = reading
    span = None if best.problem else service_number(text)
    return PhoneReading(None, "premium", span) if span else best


def _read_chain(chain: list[Run]) -> PhoneReading:
    """The number of a run, or of those that put it right: the last one in full, or all of them."""
    first, last = _read(chain[0]), _read(chain[-1])
    if len(chain) == 1 or last.number:
        return last
    if _UNIT.match(chain[-1].after) or not (first.number or begins_a_number(chain[0])):
        return first
    span = chain[0].place[0], chain[-1].place[1]
    number, wrong = dialled(put_right(chain) or "")
    if number:
        return PhoneReading(number, None, span)
    return PhoneReading(None, "premium" if wrong == "premium" else "unclear", span)


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
    whole = len(run.pieces)
    before_more = PhoneReading()
    for end, readings in _by_end(run, start + plus).items():
        if end < whole and not run.begins_anew(end, _UNIT):
            continue
        reading = _chosen(readings, plus, run.span(start, end))
        if end == whole:
            return reading if reading.number or not before_more.number else before_more
        if reading.number and not before_more.number:
            before_more = reading
    return before_more


def _by_end(run: Run, start: int) -> dict[int, list[Dictation]]:
    """Every reading, by where it ends; the end of the run comes last."""
    found: dict[int, list[Dictation]] = {}
    for reading in run.numbers(start):
        found.setdefault(reading.end, []).append(reading)
    return dict(sorted(found.items()))


def _chosen(readings: list[Dictation], plus: bool, span: tuple[int, int]) -> PhoneReading:
    """The one number that they may be; two of them are a question, and none has its reason."""
    likely = likeliest(readings, _is_at_home(readings[0].digits, plus))
    verdicts = dict.fromkeys(dialled(one.digits, plus) for one in likely)
    numbers = [number for number, _ in verdicts if number]
    if len(numbers) == 1:
        return PhoneReading(numbers[0], None, span)
    if not plus and not any(_worth_saying(one) for one in readings):
        return PhoneReading()
    if numbers or not likely:
        return PhoneReading(None, "unclear", span)
    dear = any(dialled(one.digits, plus)[1] == "premium" for one in readings)
    problem = "premium" if dear else next(wrong for _, wrong in verdicts)
    return PhoneReading(None, problem, span)


def _worth_saying(reading: Dictation) -> bool:
    return reading.digits[0] == "0" and len(reading.digits) >= _WORTH_SAYING


def _is_at_home(digits: str, plus: bool) -> bool:
    """Whether its figures go by pairs, as in France: « +33 », « 0033 », « 06 »."""
    return digits.startswith(("33", "0033")) or not (plus or digits.startswith("00"))


def _without_its_zero(run: Run) -> PhoneReading:
    """« 6 12 34 56 78 »: what lacks its zero is too short, and is a telephone number."""
    whole = len(run.pieces)
    if whole > 9 or run.pieces[0].text.startswith("0"):
        return PhoneReading()
    nine = (one for one in run.numbers(0) if one.end == whole and len(one.digits) == 9)
    if any(one.digits[0] in "67" and dialled("0" + one.digits)[0] for one in nine):
        return PhoneReading(None, "too_short", run.span(0, whole))
    return PhoneReading()
