"""What says nothing: no text, marks, pictures, or keys struck at random."""

from __future__ import annotations

import re
from itertools import chain, pairwise

from actions.fields.words import LONGEST, fold

_ROWS = ("azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ROW_LENGTH = 5
_ALONG = frozenset(map("".join, chain.from_iterable(map(pairwise, _ROWS))))
_RUN, _RUNS = 3, 4
_CONSONANTS = re.compile(r"[bcdfghjklmnpqrstvwxz]{6,}")
_SAME = re.compile(r"(.)\1{3,}")
_ECHO = re.compile(r"([a-z]{2,4})\1{2,}")
_VOWEL = re.compile(r"[aeiouyœæ]")
_WORDS = re.compile(r"[^\W\d_]+")


def wordless(text: str) -> bool:
    """True for text without a single letter or figure: empty, « ?! », an emoji."""
    return not any(character.isalnum() for character in text)


def gibberish(text: str) -> bool:
    """True when nothing in the text can be a word or a number; in doubt, False."""
    folded = fold(text[:LONGEST])
    words = _WORDS.findall(folded)
    if wordless(text):
        return True
    if any(character.isdigit() for character in folded) and not _struck_with_figures(folded):
        return False
    return bool(words) and all(_struck(word) for word in words)


def _struck(word: str) -> bool:
    if not word.isascii():
        return False
    if _SAME.fullmatch(word) or _ECHO.fullmatch(word) or _on_one_row(word):
        return True
    if len(word) >= 6 and not _VOWEL.search(word):
        return True
    return len(word) >= 7 and _CONSONANTS.search(word) is not None


def _on_one_row(word: str) -> bool:
    """« sdfghjk », « poiupoiu »: nothing but keys side by side, three at a time or more."""
    if len(word) >= _ROW_LENGTH and any(word in row or word in row[::-1] for row in _ROWS):
        return True
    return len(word) >= _RUNS and all(len(run) >= _RUN for run in _key_runs(word))


def _key_runs(word: str) -> list[str]:
    """The word cut where the next key is no neighbour, or the hand turns back: « wer-e »."""
    runs, way = [word[0]], 0
    for pair in map("".join, pairwise(word)):
        step = (pair in _ALONG) - (pair[::-1] in _ALONG)
        if step and way in (0, step):
            runs[-1] += pair[1]
        else:
            runs.append(pair[1])
        way = step if len(runs[-1]) > 1 else 0
    return runs


def _struck_with_figures(folded: str) -> bool:
    """« dfg54dfg5gdf »: letters and figures mixed in one long word without vowels."""
    return any(
        len(word) >= 8 and not _VOWEL.search(word) and len(re.findall(r"[a-z]\d|\d[a-z]", word)) > 3
        for word in folded.split()
    )
