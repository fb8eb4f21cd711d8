"""Numbers that carry their own check: bank accounts, payment cards, French social security."""

from __future__ import annotations

import re
from collections.abc import Iterator

GAP = r"[ .,/\-\n\t\u00a0\u202f\u2011\u2013_]{0,2}"
# Pairs of figures beside a comma, a slash or a new line are rather dates, prices and lists.
_CARD_GAP = r"[ .\-\u00a0\u202f\u2011\u2013_]{0,2}"
_DIGITS = re.compile(rf"(?<![A-Za-z\d])\d(?:{_CARD_GAP}\d)+(?![A-Za-z\d])")
_CARD_GROUPS = re.compile(
    rf"(?<![A-Za-z\d])\d{{4}}{GAP}(?:\d{{4}}{GAP}\d{{4}}{GAP}\d{{4}}|\d{{6}}{GAP}\d{{5}})"
    r"(?![A-Za-z\d])"
)
_IBAN = re.compile(rf"(?<![A-Za-z\d])[A-Za-z]{{2}}{GAP}\d{GAP}\d(?:{GAP}[A-Za-z\d]){{11,34}}")
_NIR = re.compile(
    rf"(?<![A-Za-z\d])(?P<sex>[1-478]){GAP}(?P<year>\d{GAP}\d){GAP}(?P<month>\d{GAP}\d){GAP}"
    rf"(?P<place>\d{GAP}[\dABab]){GAP}(?P<rest>\d(?:{GAP}\d){{5}})"
    rf"(?:{GAP}(?P<key>\d{GAP}\d))?(?![A-Za-z\d])"
)
_NIR_WRITTEN = re.compile(r"\d \d\d \d\d \d[\dABab] \d{3} \d{3}(?: \d\d)?")
_MONTHS = {*range(1, 13), *range(20, 43), *range(50, 100)}
_CORSICA = {"2A": "19", "2B": "18"}
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BF": 28, "BG": 22,
    "BH": 22, "BI": 27, "BJ": 28, "BR": 29, "BY": 28, "CF": 27, "CG": 27, "CH": 21, "CI": 28,
    "CM": 27, "CR": 22, "CV": 25, "CY": 28, "CZ": 24, "DE": 22, "DJ": 27, "DK": 18, "DO": 28,
    "DZ": 26, "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GA": 27, "GB": 22,
    "GE": 22, "GI": 23, "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23,
    "IQ": 23, "IS": 26, "IT": 27, "JO": 30, "KM": 27, "KW": 30, "KZ": 20, "LB": 28, "LC": 32,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "LY": 25, "MA": 28, "MC": 27, "MD": 24, "ME": 22,
    "MG": 27, "MK": 19, "ML": 28, "MN": 20, "MR": 27, "MT": 31, "MU": 30, "NE": 28, "NI": 28,
    "NL": 18, "NO": 15, "OM": 23, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24,
    "RS": 22, "RU": 33, "SA": 24, "SC": 31, "SD": 18, "SE": 24, "SI": 19, "SK": 24, "SM": 27,
    "SN": 28, "SO": 23, "ST": 25, "SV": 28, "TD": 27, "TG": 28, "TL": 23, "TN": 24, "TR": 26,
    "UA": 29, "VA": 22, "VG": 24, "XK": 20, "YE": 30,
}  # fmt: skip
# Their account numbers hold digits only: «is 06 12…», «me 06 12…» and a few words are none.
_ONLY_DIGITS = re.compile(
    r"AT|BA|BE|CZ|DE|DK|EE|ES|FI|FO|GL|HR|HU|IL|IS|LT|MA|ME|MR|NO|PL|PT|RS|SE|SI|SK|TN|VA|XK"
)
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
    size = _IBAN_LENGTHS.get(body[:2])
    if size is None or size > len(body) or not _divided_by_97(body[:size]):
        return None
    if _ONLY_DIGITS.match(body) and not body[2:size].isdigit():
        return None
    return places[size - 1] + 1


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
        written = _NIR_WRITTEN.fullmatch(re.sub(r"\W|_", " ", match.group()).strip())
        if written or (parts["key"] and 97 - number % 97 == int(parts["key"])):
            yield match.span()


def card_spans(text: str) -> Iterator[tuple[int, int]]:
    """Payment cards: an issuer's first digits and Luhn's key, whole or in groups."""
    for shaped in _CARD_GROUPS.finditer(text):
        if _is_card(shaped.group()):
            yield shaped.span()
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
