"""References of cases, callbacks and leads: made, and read as people type or spell them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from itertools import islice

from actions.fields.numbers import in_digits
from actions.fields.spelling import letter
from actions.fields.words import LONGEST, fold, listed

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
PREFIXES = "DRLC"
LENGTH = 6
_TOKEN = re.compile(r"[A-Za-z]+\d[A-Za-z\d]*|\d+[A-Za-z][A-Za-z\d]*|[A-Za-z]+|\d+|\S")
_SKIPPED = frozenset(listed("- _ . , : / # tiret trait dash hyphen moins minus euh heu um uh"))
_AS_IN = frozenset(listed("comme as for like in"))


def new_reference(prefix: str) -> str:
    """A random reference such as `D-7K4M2P`, with a digit in it so that no word looks like one."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        if _plausible(body):
            return f"{prefix}-{body}"


def case_reference(text: str, language: str = "fr", prefix: str = "") -> str | None:
    """The reference in a text, or None. With a `prefix`, six characters alone are enough."""
    characters = list(_characters(text[:LONGEST], language))
    for at, character in enumerate(characters):
        if character in PREFIXES and (body := _body(characters, at + 1)):
            return f"{character}-{body}"
    if prefix:
        for at in range(len(characters)):
            if body := _body(characters, at):
                return f"{prefix}-{body}"
    return None


def _plausible(body: str) -> bool:
    return any(character.isdigit() for character in body) and not body.isdigit()


def _body(characters: list[str], at: int) -> str | None:
    """Six characters of the alphabet in a row, standing alone."""
    if at and characters[at - 1] in ALPHABET + PREFIXES and characters[at - 1] not in PREFIXES:
        return None
    body = "".join(characters[at : at + LENGTH])
    alone = at + LENGTH >= len(characters) or characters[at + LENGTH] not in ALPHABET
    if len(body) == LENGTH and set(body) <= set(ALPHABET) and alone and _plausible(body):
        return body
    return None


def _characters(text: str, language: str) -> Iterator[str]:
    """One character at a time; a space where something else is said."""
    words = _TOKEN.findall(in_digits(_plain(text), language))
    at = 0
    while at < len(words):
        word = words[at]
        following = fold(words[at + 1]) if at + 1 < len(words) else ""
        if len(word) == 1 and word.isalpha() and following in _AS_IN:
            yield word.upper()
            at += 3
            continue
        double = fold(word) == "double" and following in ("v", "ve", "u", "you")
        yield from "W" if double else _spelled(word, language)
        at += 2 if double else 1


def _plain(text: str) -> str:
    """Dashes and accents made plain, capitals kept: they tell `ABC` from a word."""
    return "".join(
        plain.upper() if kept.isupper() else plain
        for plain, kept in zip(fold(text), text, strict=True)
    )


def _spelled(word: str, language: str) -> str:
    if fold(word) in _SKIPPED:
        return ""
    if any(character.isdigit() for character in word):
        return word.upper()
    if len(word) == 1 or (word.isupper() and len(word) <= LENGTH + 1):
        return word.upper() if word.isalpha() else " "
    return letter(fold(word), language) or " "


def reference_spans(text: str) -> list[tuple[int, int]]:
    """Where typed references stand, so that nothing else reads them."""
    pattern = rf"\b[{PREFIXES}][- ]?[{ALPHABET}]{{{LENGTH}}}\b"
    matches = islice(re.finditer(pattern, fold(text).upper()), 20)
    return [m.span() for m in matches if re.search(r"\d", m.group())]
