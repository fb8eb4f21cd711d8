"""E-mail addresses that are said: « marie point dupont arobase exemple point fr »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.given_names import folded, not_names
from bot.spoken_numbers import VALUES

_PART = r"[\w\-]{1,40}"
_DOT = r"(?:point|poing|dot)"
_AT = re.compile(r"(?<!\w)(?:arr?ob(?:ase|as|aze)|a robase|a commercial|at sign|at)(?!\w)")
_SIGN = re.compile(r"point|poing|dot|tiret|underscore|under|score|dash|hyphen|plus|bas|milieu")
# Words, a point, the ending, which may be spelled: « ma boite point f r ».
_DOMAIN = re.compile(
    rf" (?:{_PART} ){{1,10}}?{_DOT} (?:co {_DOT} )?(?:\w \w(?: \w)?(?!\w)|{_PART})"
)
_MOST = 30  # words, as letters said one by one


def spoken_email_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses are said, from their first word to their ending."""
    plain, reach = folded(text), 0
    for at in _AT.finditer(plain):
        domain = _DOMAIN.match(plain, at.end())
        start = _local_start(plain[reach : at.start()]) + reach
        if domain and _AT.match(plain, domain.end() + 1):
            continue  # "write to me at jo dot day at …": the sign comes later
        if domain and start < at.start():
            yield start, domain.end()
            reach = domain.end()


def _local_start(before: str) -> int:
    """Back over one word, letters and figures said one by one, and whatever a sign joins."""
    start, joined, any_word = len(before), True, False
    for word in reversed([*re.finditer(_PART, before)][-_MOST:]):
        if before[word.end() : start].strip():
            break
        said = word.group()
        if any_word and _SIGN.fullmatch(said):
            joined = True
        elif joined and not (any_word and said in not_names() and not _follows_sign(before, start)):
            joined, any_word = _is_letter(said), True
        elif not (_is_letter(said) or said.isdigit() or said in VALUES):
            break
        start = word.start()
    return start


def _is_letter(said: str) -> bool:
    return len(said) == 1 and said not in ("a", "y", "l", "d")


def _follows_sign(before: str, start: int) -> bool:
    return _SIGN.match(before[start:]) is not None
