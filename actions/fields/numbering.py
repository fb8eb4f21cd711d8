"""Which dialled digits are a number that we may call: the numbering plan seen from France."""

from __future__ import annotations

from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult

from actions.fields.words import listed

PhoneProblem = Literal["premium", "too_short", "too_long", "impossible", "unclear"]
Verdict = tuple[str | None, PhoneProblem | None]
Where = Literal["france", "europe", "world"]

_OVERSEAS = {
    "262": ("262", "263", "269", "639", "692", "693"),
    "590": ("590", "690", "691"),
    "594": ("594", "694"),
    "596": ("596", "696", "697"),
}
_AREA = {prefix: area for area, prefixes in _OVERSEAS.items() for prefix in prefixes}
_FICTION = "63998"  # 06 39 98 xx xx belongs to films and examples, not to Mayotte
# Further collectivities: Saint-Pierre-et-Miquelon, Wallis-et-Futuna, New Caledonia, Polynesia.
_FAR = ("508", "681", "687", "689")
# The European Economic Area, and what lies beside or inside it.
EUROPE = frozenset(
    listed(
        "AD AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MT NL NO PL PT"
        " RO SE SI SK SM VA"
    )
)
_DEAR = (PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST)
NOWHERE = frozenset({"001", "ZZ"})
FRENCH = tuple(f"+{area}" for area in ("33", *_OVERSEAS))
HOME = tuple(f"+{area}" for area in ("33", *_OVERSEAS, *_FAR))


def dialled(digits: str, plus: bool = False) -> Verdict:
    """E.164 of digits as somebody dials them, or why we cannot call them."""
    if plus and not digits.startswith("0"):
        return _international(digits)
    if digits.startswith("00") and len(digits) > 10:
        return _international(digits[2:])
    if digits.startswith("33"):
        return _international(digits)
    return _national(digits)


def _national(digits: str) -> Verdict:
    if digits.startswith("00") or not digits.startswith("0"):
        return None, "impossible"
    if len(digits) != 10:
        return None, "too_short" if len(digits) < 10 else "too_long"
    if digits.startswith("08"):
        return None, "premium"
    rest = digits[1:]
    area = "33" if rest.startswith(_FICTION) else _AREA.get(rest[:3], "33")
    return _possible(f"+{area}{rest}")


def _international(digits: str) -> Verdict:
    if digits.startswith("33"):
        return _national("0" + digits[2:].removeprefix("0"))
    return _possible(f"+{digits}")


def _possible(number: str) -> Verdict:
    """Possible is enough: numbers reserved for fiction are possible and not valid."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None, "impossible"
    reason = phonenumbers.is_possible_number_with_reason(parsed)
    if reason == ValidationResult.IS_POSSIBLE:
        if phonenumbers.number_type(parsed) in _DEAR:
            return None, "premium"
        return phonenumbers.format_number(parsed, PhoneNumberFormat.E164), None
    if reason == ValidationResult.TOO_SHORT:
        return None, "too_short"
    return None, "too_long" if reason == ValidationResult.TOO_LONG else "impossible"


def is_called(number: str, where: Where) -> bool:
    """Whether an E.164 number lies where we call. A satellite or worldwide service never does."""
    if number.startswith(HOME):
        return True
    try:
        code = phonenumbers.parse(number).country_code or 0
    except phonenumbers.NumberParseException:
        return False
    country = phonenumbers.region_code_for_country_code(code)
    if where == "europe":
        return country in EUROPE
    return where == "world" and country not in NOWHERE


def as_dialled(number: str) -> str:
    """The digits that a person in France dials for a French E.164 number, else the number."""
    return "0" + number[-9:] if number.startswith(FRENCH) else number


def typed_phone(number: str) -> str:
    """E.164 as people write it: « 06 12 34 56 78 », « 0692 12 34 56 », « +44 7700 900123 »."""
    digits = as_dialled(number)
    if digits.startswith("+"):
        return _foreign(number)
    head = 2 if number.startswith("+33") else 4
    return " ".join([digits[:head], *_pairs(digits[head:])])


def _foreign(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return str(phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL))


def _pairs(digits: str) -> list[str]:
    return [digits[at : at + 2] for at in range(0, len(digits), 2)]


def national(number: str) -> str:
    """The digits of a number in E.164 without its country; what has none stays as it is."""
    try:
        return str(phonenumbers.parse(number).national_number)
    except phonenumbers.NumberParseException:
        return number.lstrip("+")
