"""One person as every store may know them, however their number, address and name are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from bot.given_names import folded
from bot.spoken_numbers import digits_said

_GAP = r"[ .,/\-()\u00a0\u202f]{0,3}"
_SAID = {
    "@": r"(?: ?@ ?| (?:arr?obase|a commercial|at) |%40)",
    ".": r"(?:\.| (?:point|dot) )",
    "-": r"(?:-| (?:tiret|dash|hyphen) )",
    "_": r"(?:_| (?:underscore|tiret bas) )",
}
_LEAST = 6  # letters of a name that is looked for by itself


class NobodyNamed(ValueError):
    """Neither a telephone number nor an e-mail address."""


class Unreachable(Exception):
    """A store that could not be asked; the message says why and holds nothing personal."""


@dataclass(frozen=True)
class Person:
    """`phone` is E.164; `conversations` are the senders' names that were theirs."""

    phone: str = ""
    email: str = ""
    name: str = ""
    conversations: tuple[str, ...] = ()

    def is_named_in(self, text: str) -> bool:
        """Whether a text says their number, their address or their full name."""
        plain = folded(text)
        if any(pattern.search(plain) for pattern in self._patterns):
            return True
        national = self.phone[3:] if self.phone.startswith("+33") else self.phone[1:]
        return bool(national) and any(national in said for said in digits_said(plain))

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str], ...]:
        return tuple(
            re.compile(pattern)
            for pattern in (_phone(self.phone), _email(self.email), _name(self.name))
            if pattern
        )


class Store(Protocol):
    """Somewhere that one person's data may lie."""

    name: str

    def held(self, person: Person) -> Sequence[dict[str, Any]]:
        """All of it, ready for JSON."""

    def erase(self, person: Person) -> int:
        """Take it out; how many records that were."""


def person_of(given: str) -> Person:
    """Whom a number or an address given to a command names."""
    given = given.strip()
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", given):
        return Person(email=given.lower())
    digits = re.sub(r"(?<=\d)\(0\)|[^\d+]", "", re.sub(r"^00", "+", given))
    number = "+33" + digits[1:] if re.fullmatch(r"0[1-9]\d{8}", digits) else digits
    if not re.fullmatch(r"\+[1-9]\d{6,14}", number):
        raise NobodyNamed(given)
    return Person(phone=number)


def _phone(number: str) -> str:
    """After a country's code, a zero, or both: « +33 (0)6 39… », « 06.39… »."""
    if not number:
        return ""
    national = number[3:] if number.startswith("+33") else number[1:]
    return (
        r"(?<!\d)(?:\+?0{0,2}33|0)?"
        + _GAP
        + r"(?:\(?0\)?)?"
        + _GAP
        + _GAP.join(national)
        + r"(?!\d)"
    )


def _email(address: str) -> str:
    if not address:
        return ""
    said = "".join(_SAID.get(one, re.escape(one)) for one in folded(address))
    return rf"(?<![\w.]){said}(?!\w)"


def _name(name: str) -> str:
    """First and last name, in either order."""
    words = [re.escape(word) for word in folded(name).split()]
    if len(words) < 2 or len(name) < _LEAST:
        return ""
    ways = (words, [*words[1:], words[0]])
    return r"(?<!\w)(?:" + "|".join(r"[ ,\-]{1,2}".join(way) for way in ways) + r")(?!\w)"
