"""The figures in a sentence that are no time: telephones, references, prices, accounts."""

from __future__ import annotations

import re

from actions.fields.phone import phone_spans
from actions.fields.references import reference_spans
from actions.fields.words import blank, fold
from bot.privacy import find_figures

_AMOUNT = re.compile(
    r"\d+(?:[.,]\d+)? ?(?:€|euros?\b|eur\b|%|pour ?cents?\b|percent\b|giga(?:octet)?s?\b|go\b"
    r"|gb\b|mo\b|mb\b"
    r"|pounds?\b|£|\$|fois\b|times\b|megas?\b)|[€£$] ?\d+(?:[.,]\d+)?"
)
_CODE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z]\w*[a-z])\w{8,}\b")


def without_other_figures(text: str, language: str) -> str:
    """The text, same length, with those figures blanked."""
    spans = reference_spans(text)
    spans += [(found.start, found.end) for found in find_figures(text)]
    text = blank(text, spans)
    if sum(character.isdigit() for character in text) > 3 or _many_words(text):
        text = blank(text, phone_spans(text, language))
    folded = fold(text)
    return blank(text, [m.span() for p in (_AMOUNT, _CODE) for m in p.finditer(folded)])


def _many_words(text: str) -> bool:
    """A telephone number in words takes six of them or more."""
    return text.count(" ") >= 6
