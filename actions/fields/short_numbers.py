"""Figures that are no number to call: « 3900 », « 118 218 », « 15 », « 99 99 99 99 99 »."""

from __future__ import annotations

import re

from actions.fields.numbering import PhoneProblem
from actions.fields.numbers import in_digits
from actions.fields.words import fold

_SERVICE = re.compile(r"(?:118 ?\d{3}|3\d{3})")
_ONLY_FIGURES = re.compile(r"(?:(?:c'est|le|au|it's|on) )*([\d\s.,\-/]*\d[\d\s.,\-/]*)")
_SHORTEST, _WHOLE = 2, 10


def service_number(text: str) -> tuple[int, int] | None:
    """Where « 3615 » or « 118 218 » stands, only when the text holds no other figure."""
    figures = re.search(r"\d.*\d", fold(text))
    return figures.span() if figures and _SERVICE.fullmatch(figures.group()) else None


def only_figures(text: str, language: str) -> PhoneProblem | None:
    """What is wrong with an answer that is nothing but figures, in whatever groups."""
    match = _ONLY_FIGURES.fullmatch(fold(in_digits(text[:100], language)).strip())
    digits = re.sub(r"\D", "", match[1]) if match else ""
    if len(digits) < _SHORTEST:
        return None
    if _SERVICE.fullmatch(digits):
        return "premium"
    return "too_short" if len(digits) < _WHOLE else "impossible"
