"""The names of days as people misspell them: « demin », « jeud », "wensday"."""

from __future__ import annotations

import re
from functools import lru_cache

from actions.fields.words import fold, listed

_NAMES = {
    "fr": listed("lundi mardi mercredi jeudi vendredi samedi dimanche demain"),
    "en": listed("monday tuesday wednesday thursday friday saturday sunday tomorrow"),
}
_SHORT = {"tmr": "tomorrow", "tmrw": "tomorrow", "tmw": "tomorrow", "2moro": "tomorrow",
          "weds": "wednesday", "2main": "demain", "dmain": "demain"}  # fmt: skip
_WORDS = frozenset(listed("mardis domain domaine demains marin sundae mandate"))
_SHORTEST, _LONG = 5, 8
_WORD = re.compile(r"\d?[^\W\d_]+")


def well_spelled(text: str, language: str) -> str:
    """The text with the names of days that are a letter or two wrong put right."""
    return _WORD.sub(lambda match: _day(match.group(), language), text)


@lru_cache(maxsize=2048)
def _day(word: str, language: str) -> str:
    said = fold(word)
    if said in _SHORT:
        return _SHORT[said]
    if said in _WORDS or len(said) < _SHORTEST - 1 or any(said in one for one in _NAMES.values()):
        return word
    near = [name for name in _NAMES[language] if _is_near(said, name)]
    return near[0] if len(near) == 1 else word


def _is_near(said: str, name: str) -> bool:
    """One slip in a short name, two in a long one; the first letter is right."""
    slips = 2 if len(name) >= _LONG and len(said) >= _LONG - 1 else 1
    short = len(said) < _SHORTEST and not name.startswith(said)
    return said[0] == name[0] and not short and _slips(said, name) <= slips


def _slips(one: str, other: str) -> int:
    """Letters added, left out, changed or swapped between two words."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
