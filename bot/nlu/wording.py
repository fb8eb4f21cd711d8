"""What a sentence looks like without its spelling habits, and whether it has words at all."""

from __future__ import annotations

import re
import unicodedata

EMOJI = re.compile(".\ufe0f\u20e3?|.\u20e3", re.DOTALL)
ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
PHONE = re.compile(r"\+?\d[\d .\-/]{7,}\d")
REFERENCE = re.compile(r"\b[a-z]{1,2}[- ]?\d{3,}\b|\b\d{4,}\b", re.IGNORECASE)
TYPICAL = ((ADDRESS, "a@b.fr"), (PHONE, "06 12 34 56 78"), (REFERENCE, "C-1234"))
NOT_A_WORD = re.compile(r"[^\w@]+|_+")
VOWELS = re.compile("[aeiouy]")
UNSAYABLE = re.compile(r"[b-df-hj-np-tv-xz]{7}|[jvwxz]{3}|q[b-df-hj-np-tv-xz]|\Bj[bfghkpqtvwxz]")
ROWS = ("azertyuiop", "qwertyuiop", "qsdfghjklm", "asdfghjkl", "wxcvbn", "zxcvbnm")
LONGEST = 1000


def folded(text: str) -> str:
    """Lower case without accents or punctuation, one space between words."""
    lower = unicodedata.normalize("NFKD", text[:LONGEST]).casefold().replace("œ", "oe")
    decomposed = unicodedata.normalize("NFKD", lower)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(NOT_A_WORD.sub(" ", plain).split())


def typical(text: str) -> str:
    """With one same address, number and reference for all: which one says nothing of the intent."""
    text = text[:LONGEST]
    for kind, example in TYPICAL:
        text = kind.sub(example, text)
    return text


def wordless(text: str) -> bool:
    """Whether a text holds no letter and no digit: empty, punctuation, emoji."""
    return not any(unicodedata.category(one)[0] in "LN" for one in EMOJI.sub("", text))


def hammered(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Whether every word looks like keys struck at random; `known` words never do."""
    words = ADDRESS.sub(" x1 ", text)
    found = folded(words).split()
    return bool(found) and all(word not in known and _random(word) for word in found)


def _random(word: str) -> bool:
    """Without a vowel; or, if longer, one key repeated, a walk along a row, unsayable letters."""
    if len(word) < 2 or not word.isascii() or not word.isalpha():
        return False
    if not VOWELS.search(word):
        return True
    if len(word) < 4 or len(set(word)) <= len(word) // 4:
        return len(word) >= 4
    if len(word) > 4 and UNSAYABLE.search(word):
        return True
    return any(word in row or word[::-1] in row for row in ROWS) or _along_a_row(word)


def _along_a_row(word: str) -> bool:
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    close = sum(any(pair in row or pair[::-1] in row for row in ROWS) for pair in pairs)
    return close >= max(4, 0.8 * len(pairs))
