"""Telephone numbers as Whisper writes them down: parts of one number joined, a lost zero found."""

from __future__ import annotations

import re

from connectors.voice.speech import Expected

_LONG = 10  # digits of a French number
_AND_ONE = re.compile(r"\b([2-6])0 et (?:1|une?)\b(?! ?1\b)")
_SEVENTY_ONE = re.compile(r"\b60 et (?:11|onze)\b")
_TENS_AND_UNITS = re.compile(r"\b([2-9])0[ -]([1-9])\b")
# «oh» before nine digits, written as the letter that it resembles.
_OH = re.compile(r"\b[AORaor][ -]?(?=[1-9](?:[ .-]?\d){8}\b)")
# A number said right after an hour, or after another number, that was written as one with it.
_GLUED = re.compile(r"(?<!\d)(\d{1,2} ?h|\d{2,3})(?:00?)??(?=0[1-7]\d{8}\b)")
_NINE = re.compile(r"(?<![\d+] )(?<![\d+])(?=[1-9](?:[ .-]*\d){8}\b(?! ?\d))")


def whole_numbers(text: str, expected: Expected) -> str:
    """The same text; where a number was asked for, one that is whole if it can be."""
    text = _GLUED.sub(r"\1 ", _OH.sub("0", text))
    if expected not in (Expected.DIGITS, Expected.SPELLING):
        return text
    text = _SEVENTY_ONE.sub("71", _AND_ONE.sub(r"\g<1>1", text))
    while _count(text) > _LONG and _TENS_AND_UNITS.search(text):
        text = _TENS_AND_UNITS.sub(r"\1\2", text, count=1)
    return _NINE.sub("0", text) if _count(text) == _LONG - 1 else text


def _count(text: str) -> int:
    return sum(character.isdigit() for character in text)
