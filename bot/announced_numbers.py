"""Account numbers that are named before they are given: with a slip in them, their key is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.account_numbers import GAP

_AND = (
    r"(?:(?:\W|\b(?:num[ée]ro|n|no|nr|num|number|est|is|c['’]est|it['’]s|le|la|the|de|du|ma|mon"
    r"|my|suivant|suivante|voici|here|bancaire|bleue|visa|mastercard|amex|cr[ée]dit|d[ée]bit"
    r"|paiement|card|sociale?|security|code|account|compte)\b){0,12}?)"
)
_BEFORE, _AFTER = r"(?<![A-Za-z\d])", r"(?![A-Za-z\d])"
_IBAN = re.compile(
    rf"\b(?:iban|rib|bank account|compte(?: bancaire)?)\b{_AND}{_BEFORE}(?P<it>"
    rf"[a-z]{{2}}{GAP}\d{GAP}\d(?:{GAP}\w{{0,4}}\d\w{{0,4}}|{GAP}[A-Z]{{4}}(?={GAP}\d)){{3,30}}"
    rf"|\d{{5}}{GAP}\d{{5}}{GAP}[a-z\d]{{11}}{GAP}\d{{2}}){_AFTER}",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"\b(?:carte(?! (?:sim|cadeau|vitale|d['’]))|cb|visa|mastercard|amex"
    rf"|(?<!sim )(?<!gift )card(?! of))\b{_AND}{_BEFORE}(?P<it>[2-6](?:{GAP}\d){{12,18}}){_AFTER}",
    re.IGNORECASE,
)
_NIR = re.compile(
    r"\b(?:s[ée]cu(?:rit[ée] sociale)?|social security|nir|insee|carte vitale|vitale|nss)\b"
    rf"{_AND}{_BEFORE}(?P<it>[1-478](?:{GAP}\d){{5}}{GAP}[\dAB](?:{GAP}\d){{6,8}}){_AFTER}",
    re.IGNORECASE,
)
_PATTERNS = (("iban", _IBAN), ("nir", _NIR), ("card", _CARD))
_LEAST_IBAN, _MOST_IBAN = 14, 36


def announced_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind of each number of that shape that stands after its name, and where it stands."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            size = sum(character.isalnum() for character in match["it"])
            if kind != "iban" or _LEAST_IBAN <= size <= _MOST_IBAN:
                yield kind, *match.span("it")
