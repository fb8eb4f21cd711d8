"""What is personal in a text, and how it is masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.account_numbers import card_spans, iban_spans, nir_spans

Kind = Literal["phone", "email", "iban", "card", "nir", "address"]
SENSITIVE: tuple[Kind, ...] = ("iban", "card", "nir")

_EMAIL = re.compile(
    r"(?<![\w.%+\-])[\w%+\-]{1,64}(?:\.[\w%+\-]{1,64}){0,8} ?@ ?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,5}"
)
_SEP = r"[ .\-/\u00a0\u202f]?"
_DATE = (
    r"(?:0[1-9]|[12]\d|3[01])(?:[/.\-](?:0[1-9]|1[0-2])[/.\-](?:19|20)\d\d(?!\d)"
    r"| (?:0[1-9]|1[0-2]) 20\d\d(?= \d{1,2} ?(?:h|:\d\d)))"
)
_PHONE = re.compile(
    rf"(?<![\w+])(?<!\d:)(?!{_DATE})(?:"
    rf"(?:\+|00){_SEP}33{_SEP}(?:\(0\){_SEP}|0{_SEP})?[1-9](?:{_SEP}\d{{2}}){{4}}"
    rf"|(?:\+|00){_SEP}[1-9](?:[ .\-\u00a0\u202f()]{{0,2}}\d){{7,14}}"
    rf"|0{_SEP}[1-9](?:{_SEP}\d){{8}}"
    rf"|33{_SEP}[1-9](?:{_SEP}\d{{2}}){{4}}"
    rf")(?!\d)"
)
_WAY = (
    r"rue|avenue|av\.?|boulevard|bd\.?|bld|chemin|all[ée]es?|impasse|quai|r[ée]sidence|lotissement"
    r"|faubourg|sentier|ruelle|esplanade"
)
_WAY_OR_WORD = r"place|pl\.|cours|route|square|passage|villa|voie|promenade"
_OF = r"(?:(?:de la|de l['’]|des|du|de|d['’]|la|le|les|l['’]) ?)?"
_NAME = r"[\w'’.\-]{1,30}"
_TOWN = r"(?:[ ,]{1,3}\d{5}(?: (?!et\b|ou\b|à\b|pour\b)[^\W\d_][\w'’\-]{0,30}){0,3})"
_FRENCH_ADDRESS = (
    rf"(?<![\w+.])\d{{1,4}}(?: ?(?i:bis|ter|quater|[a-d]))?,? "
    rf"(?:(?i:{_WAY}) {_OF}|(?i:{_WAY_OR_WORD}) {_OF}(?=[A-ZÀ-Ý]))"
    rf"{_NAME}(?:(?: (?=[A-ZÀ-Ý])| (?:de|du|des|la|le|et) ){_NAME}){{0,5}}{_TOWN}?"
)
_ENGLISH_ADDRESS = (
    r"(?<![\w+.])\d{1,4}[a-d]?,? (?:[A-Za-z][\w'’\-]{1,20} ){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|crescent|terrace|close|gardens)\b\.?"
)
_ADDRESSES = (
    re.compile(_FRENCH_ADDRESS),
    re.compile(_ENGLISH_ADDRESS, re.IGNORECASE),
)


@dataclass(frozen=True)
class Found:
    """Something personal, from `start` to `end` of the text."""

    kind: Kind
    start: int
    end: int


def find(text: str) -> list[Found]:
    """Everything personal, in the order of the text, without overlaps."""
    return _apart(_everything(text))


def mask(text: str) -> str:
    """The text with each personal thing replaced by its kind: « appelez le [phone] »."""
    return _masked(text, find(text))


def mask_sensitive(text: str) -> tuple[str, tuple[Kind, ...]]:
    """The text without what must never be stored, and the kinds that were taken out."""
    found = [item for item in find(text) if item.kind in SENSITIVE]
    kinds = tuple(kind for kind in SENSITIVE if any(item.kind == kind for item in found))
    return _masked(text, found), kinds


def _masked(text: str, found: Iterable[Found]) -> str:
    parts, reach = [], 0
    for item in found:
        parts += [text[reach : item.start], f"[{item.kind}]"]
        reach = item.end
    return "".join([*parts, text[reach:]])


def _everything(text: str) -> Iterator[Found]:
    """Surest first: a control key before a shape."""
    for match in _EMAIL.finditer(text):
        yield Found("email", *match.span())
    yield from (Found("iban", *span) for span in iban_spans(text))
    yield from (Found("nir", *span) for span in nir_spans(text))
    yield from (Found("card", *span) for span in card_spans(text))
    for match in _PHONE.finditer(text):
        yield Found("phone", *match.span())
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            yield Found("address", *match.span())


def _apart(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)
