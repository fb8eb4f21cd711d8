"""What a program may write in a field: a number, an address, a moment, a line of text."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, StringConstraints

from actions.fields.numbering import dialled

REF = r"^[A-Z]-[2-9A-Z]{4,12}$"
DIALLED = re.compile(r"(\+?)([0-9]{7,15})")
YEARS = range(2000, 2101)


def _phone(text: str) -> str:
    """E.164 of a number as dialled in France or from abroad; a lost `+` of a URL is found."""
    match = DIALLED.fullmatch(re.sub(r"[ .()-]", "", text))
    number = match and dialled(match[2], plus=bool(match[1]))[0]
    if not number:
        raise ValueError("not a number that we may call, in E.164")
    return number


def _moment(text: Any) -> datetime:
    """ISO 8601 with its zone; the years we live in, so that no arithmetic overflows."""
    if not isinstance(text, str):
        raise ValueError("a moment is a text in ISO 8601")
    when = datetime.fromisoformat(re.sub(r"[zZ]$", "+00:00", text))
    if when.tzinfo is None or when.year not in YEARS:
        raise ValueError("a moment has a zone and a year between 2000 and 2100")
    return when.astimezone(timezone.utc)


def _printable(text: str) -> str:
    if any(ord(letter) < 32 and letter not in "\n\t\r" for letter in text):
        raise ValueError("control characters")
    return text


Phone = Annotated[str, StringConstraints(max_length=40), AfterValidator(_phone)]
Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
    ),
    AfterValidator(_printable),
]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Language = Literal["fr", "en"]
Ref = Annotated[str, StringConstraints(to_upper=True, pattern=REF)]


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200), AfterValidator(_printable)
]
FilledLine = Annotated[Line, StringConstraints(min_length=1)]
Word = Annotated[Line, StringConstraints(min_length=1, max_length=60)]
Paragraphs = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=10_000), AfterValidator(_printable)
]
