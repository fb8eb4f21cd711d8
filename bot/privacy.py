"""What is personal in a text, and how it is masked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, cast

from bot.account_numbers import card_spans, iban_spans, nir_spans
from bot.announced_numbers import announced_spans
from bot.personal_names import name_spans
from bot.postal_addresses import address_spans
from bot.spoken_email import spoken_email_spans
from bot.spoken_numbers import spoken_number_spans

Kind = Literal["phone", "email", "iban", "card", "nir", "address", "name"]
KINDS: tuple[Kind, ...] = ("phone", "email", "iban", "card", "nir", "address", "name")
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
    rf"|07\d{{9}}|0[127]\d{{3}}[ \-]\d{{3}}[ \-]?\d{{3}}|0[12]\d{{2}}[ \-]\d{{3,4}}[ \-]\d{{4}}"
    rf"|02\d[ \-]\d{{4}}[ \-]\d{{4}}"
    rf")(?!\d)"
)


@dataclass(frozen=True)
class Found:
    """Something personal, from `start` to `end` of the text."""

    kind: Kind
    start: int
    end: int


def find(text: str, names: bool = True) -> list[Found]:
    """Everything personal, in the order of the text, without overlaps; people's names if wanted."""
    found = [*_typed(text), *_said(text)]
    if names:
        found += [Found("name", *span) for span in name_spans(text)]
    return _apart(found)


def find_figures(text: str) -> list[Found]:
    """What is personal and written in figures, or an e-mail address."""
    return _apart(_typed(text))


def mask(text: str, names: bool = True) -> str:
    """The text with each personal thing replaced by its kind: « appelez le [phone] »."""
    return _masked(text, find(text, names))


def mask_sensitive(text: str) -> tuple[str, tuple[Kind, ...]]:
    """The text without what must never be stored, and the kinds that were taken out."""
    found = [item for item in find(text, names=False) if item.kind in SENSITIVE]
    kinds = tuple(kind for kind in SENSITIVE if any(item.kind == kind for item in found))
    return _masked(text, found), kinds


def _masked(text: str, found: Iterable[Found]) -> str:
    parts, reach = [], 0
    for item in found:
        parts += [text[reach : item.start], f"[{item.kind}]"]
        reach = item.end
    return "".join([*parts, text[reach:]])


def _typed(text: str) -> Iterator[Found]:
    """Surest first: a control key before a shape."""
    for match in _EMAIL.finditer(text):
        yield Found("email", *match.span())
    yield from (Found("iban", *span) for span in iban_spans(text))
    yield from (Found("nir", *span) for span in nir_spans(text))
    yield from (Found("card", *span) for span in card_spans(text))
    for kind, start, end in announced_spans(text):
        yield Found(cast(Kind, kind), start, end)
    for match in _PHONE.finditer(text):
        yield Found("phone", *match.span())


def _said(text: str) -> Iterator[Found]:
    """What is made of words: addresses, and numbers as they are spoken."""
    yield from (Found("email", *span) for span in spoken_email_spans(text))
    for kind, start, end in spoken_number_spans(text):
        yield Found(cast(Kind, kind), start, end)
    yield from (Found("address", *span) for span in address_spans(text))


def _apart(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if all(item.end <= other.start or other.end <= item.start for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: item.start)
