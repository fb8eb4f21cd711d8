"""What some texts say that the others do not: the words that name a theme, by class TF-IDF."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from knowledge_base.lexical import ELIDED, WORD, terms

MOST = 3  # words of a name
SHARED = 2  # texts that a word must occur in: nobody's name becomes a theme's


def keywords(groups: Sequence[Sequence[str]], language: str) -> list[tuple[str, ...]]:
    """For each group of texts, the words that tell it from the others, the most telling first.

    A stem counts once in a text. Its weight is its share of the group's stems, times
    log(1 + A / f): f is how often all groups say it, A how many stems a group has on average
    (M. Grootendorst, BERTopic, 2022).
    """
    said = [[dict(_stems(text, language)) for text in texts] for texts in groups]
    counts = [Counter(stem for text in texts for stem in text) for texts in said]
    overall = sum(counts, Counter[str]())
    average = sum(overall.values()) / max(len(groups), 1)
    return [
        tuple(_spoken(stem, texts) for stem in _telling(count, overall, average))
        for texts, count in zip(said, counts, strict=True)
    ]


def _telling(count: Counter[str], overall: Counter[str], average: float) -> list[str]:
    total = max(sum(count.values()), 1)
    weights = {
        stem: often / total * math.log(1 + average / overall[stem])
        for stem, often in count.items()
        if often >= SHARED
    }
    return sorted(weights, key=lambda stem: (-weights[stem], stem))[:MOST]


def _stems(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Each stem that carries meaning, with the word it was said in."""
    for word in WORD.findall(ELIDED.sub(" ", text.lower())):
        for stem in terms(word, language):
            if not stem.isdigit():
                yield stem, word


def _spoken(stem: str, texts: Iterable[dict[str, str]]) -> str:
    """The form that is said most often."""
    forms: defaultdict[str, int] = defaultdict(int)
    for text in texts:
        if stem in text:
            forms[text[stem]] += 1
    return min(forms, key=lambda form: (-forms[form], form))
