"""Numbers that carry their own check: bank accounts, payment cards, French social security."""

from __future__ import annotations

import re
from collections.abc import Iterator

_GAP = r"[ .\-\u00a0\u202f\u2011\u2013_]{0,2}"
_DIGITS = re.compile(rf"(?<![A-Za-z\d])\d(?:{_GAP}\d)+(?![A-Za-z\d])")
_IBAN = re.compile(rf"(?<![A-Za-z\d])[A-Za-z]{{2}}{_GAP}\d{_GAP}\d(?:{_GAP}[A-Za-z\d]){{11,34}}")
_NIR = re.compile(
    rf"(?<![A-Za-z\d])(?P<sex>[1-478]){_GAP}(?P<year>\d{_GAP}\d){_GAP}(?P<month>\d{_GAP}\d){_GAP}"
    rf"(?P<place>\d{_GAP}[\dABab]){_GAP}(?P<rest>(?:\d{_GAP}){{6}})(?P<key>\d{_GAP}\d)?(?![A-Za-z\d])"
)
_NIR_WRITTEN = re.compile(r"\d \d\d \d\d \d[\dABab] \d{3} \d{3}")
_MONTHS = {*range(1, 13), *range(20, 43), *range(50, 100)}
_CORSICA = {"2A": "19", "2B": "18"}
_IBAN_LENGTHS = {
    "AD": 24, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28,
    "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MA": 28, "MC": 27,
    "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27, "TN": 24, "TR": 26,
}  # fmt: skip
_CARDS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
    r"|35\d{14}|6(?:011|5\d\d|4[4-9]\d)\d{12}|(?:50|5[6-9]|6\d)\d{10,17}"
)
_LEAST_GROUP = 3


def iban_spans(text: str) -> Iterator[tuple[int, int]]:
    """International bank account numbers (ISO 13616: 97 divides them), with or without spaces."""
    at = 0
    while match := _IBAN.search(text, at):
        end = _iban_end(match.group())
        at = match.start() + (end or 2)
        if end:
            yield match.start(), at


def _iban_end(written: str) -> int | None:
    """Where the account number stops in what looks like one; None when no key fits."""
    places = [at for at, character in enumerate(written) if character.isalnum()]
    body = "".join(written[at] for at in places).upper()
    length = _IBAN_LENGTHS.get(body[:2])
    for size in [length] if length else range(min(len(body), 34), 14, -1):
        if size <= len(body) and _divided_by_97(body[:size]):
            return places[size - 1] + 1
    return None


def _divided_by_97(body: str) -> bool:
    turned = body[4:] + body[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def nir_spans(text: str) -> Iterator[tuple[int, int]]:
    """French social security numbers: the key is right, or they are spaced as only they are."""
    for match in _NIR.finditer(text):
        parts = {name: re.sub(r"\W|_", "", part or "") for name, part in match.groupdict().items()}
        if int(parts["month"]) not in _MONTHS:
            continue
        place = _CORSICA.get(parts["place"].upper(), parts["place"])
        if not place.isdigit():
            continue
        number = int(parts["sex"] + parts["year"] + parts["month"] + place + parts["rest"])
        written = _NIR_WRITTEN.fullmatch(match.group().strip(" .-_"))
        if (97 - number % 97 == int(parts["key"])) if parts["key"] else written:
            yield match.span()


def card_spans(text: str) -> Iterator[tuple[int, int]]:
    """Payment cards: an issuer's first digits and Luhn's key, whole or in groups."""
    for run in _DIGITS.finditer(text):
        if re.match(r"0|33[1-9]", run.group()) and len(re.sub(r"\D", "", run.group())) < 13:
            continue
        yield from _cards_in(run)


def _cards_in(run: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The whole run of digits, or some of its groups when they are too long for a telephone."""
    if _is_card(run.group()):
        yield run.span()
        return
    groups = [match.span() for match in re.finditer(r"\d+", run.group())]
    at = 0
    while at < len(groups):
        stop = next(
            (end for end in range(at + 6, at, -1) if _grouped(run.group(), groups, at, end)), at
        )
        if stop > at:
            yield run.start() + groups[at][0], run.start() + groups[stop - 1][1]
        at = max(stop, at + 1)


def _grouped(run: str, groups: list[tuple[int, int]], at: int, end: int) -> bool:
    chosen = groups[at:end]
    long = all(stop - start >= _LEAST_GROUP for start, stop in chosen)
    return end <= len(groups) and long and _is_card(run[chosen[0][0] : chosen[-1][1]])


def _is_card(written: str) -> bool:
    digits = re.sub(r"\D", "", written)
    return _CARDS.fullmatch(digits) is not None and _luhn(digits)


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0
