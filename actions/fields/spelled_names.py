"""A name said and then spelled: « Dupont, d u p o n t »."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from actions.fields.words import fold

_SPELLED = re.compile(
    r"[ ,:]*(?:\b(?:(?:ca |qui )?s'ecrit|(?:je l'|j')?epelle|(?:(?:that's |it's )?spel(?:led|t)"
    r"|that's))[ ,:]+)?"
    r"(?<![^\W\d_])((?:[^\W\d_](?:[ .,-]+|$)){3,})$"
)
_BY_WORDS = re.compile(r"\b(?:comme|as in)\b")
_ALIKE = 0.6


def with_letters_joined(text: str) -> str:
    """The text with the letters at its end as one word, once: said before, it is not repeated."""
    spelled = _SPELLED.search(fold(text))
    if not spelled or _BY_WORDS.search(fold(text)):
        return text
    name = "".join(re.findall(r"[^\W\d_]", text[spelled.start(1) :])).capitalize()
    before = text[: spelled.start()].split()
    if fold(name) in map(fold, before):
        return " ".join(before)
    if before and SequenceMatcher(None, fold(before[-1]), fold(name)).ratio() >= _ALIKE:
        before.pop()
    return " ".join([*before, name])
