"""How usual the letters of a word are, one after the other, among the words people say."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

LONGEST = 3
BELIEF = 3.0  # how many sightings the shorter run's share is worth
ALPHABET = 27


class Letters:
    """Shares of each letter after the two before it, learned from words without accents."""

    def __init__(self, words: Iterable[str]) -> None:
        self._runs: Counter[str] = Counter()
        self._before: Counter[str] = Counter()
        for word in words:
            for run in _runs(word):
                self._runs[run] += 1
                self._before[run[:-1]] += 1

    def usual(self, words: Iterable[str]) -> float:
        """The mean logarithm of the letters' shares: -2 for words, -6 for keys hit at random."""
        shares = [self._share(run) for w in words for run in _runs(w) if len(run) == LONGEST]
        return sum(map(math.log, shares)) / max(1, len(shares))

    def _share(self, run: str) -> float:
        shorter = self._share(run[1:]) if len(run) > 1 else 1 / ALPHABET
        return (self._runs[run] + BELIEF * shorter) / (self._before[run[:-1]] + BELIEF)


def _runs(word: str) -> Iterable[str]:
    """Every run that ends with a letter or with the word's end."""
    framed = "^" * (LONGEST - 1) + word + "$"
    for end in range(LONGEST, len(framed) + 1):
        for length in range(1, LONGEST + 1):
            yield framed[end - length : end]
