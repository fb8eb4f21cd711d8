"""Names as they are compared: without accents, in any order, with a slip of the hand allowed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from actions.fields.words import fold

CLOSE = 0.88
START = 3  # letters that two close names share at the beginning of some word


def compared(name: str) -> str:
    """«Élodie  MARTIN-Roux» and «martin roux elodie» are the same."""
    return " ".join(sorted(re.findall(r"[^\W_]+", fold(name[:200]))))


def are_close(one: str, other: str) -> bool:
    """Two names that were `compared`: of two words or more, and nearly the same."""
    if " " not in one or " " not in other:
        return False
    if one == other:
        return True
    both = SequenceMatcher(None, one, other)
    bounds = (both.real_quick_ratio, both.quick_ratio, both.ratio)  # the cheap ones first
    return all(bound() >= CLOSE for bound in bounds)


def starts(name: str) -> set[str]:
    """What a close name also has; only names that share one need be compared."""
    return {word[:START] for word in name.split() if len(word) >= START}
