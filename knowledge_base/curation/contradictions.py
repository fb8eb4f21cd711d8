"""Articles that say different things about one subject.

Two sentences are compared when their words, numbers aside, are nearly the same: anywhere when
they are the same, among related articles when most of their weight is. They contradict each
other when each names an amount, delay, date, number or opening hours that the other lacks, or
when one says yes where the other says no. The French and the English text of one article are
compared by the order of their numbers.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from knowledge_base.article import Article, Key
from knowledge_base.curation.statements import Statement, statements
from knowledge_base.curation.translations import Contradiction, of_translations

SAME_WORDS = 4  # stems that two identical sentences of unrelated articles must have
ALIKE = 0.7  # share of the weight of both sentences' words that they have in common
ALIKE_FOR_YES_OR_NO = 0.8
LEAST_SHARED = 3  # stems that a yes and its no have in common
MOST_HOLDERS = 30  # articles that share one sentence: beyond, it is a formula

Weights = Mapping[str, float]


def contradictions(
    articles: Mapping[Key, Article], related: Iterable[tuple[Key, Key]]
) -> list[Contradiction]:
    """Those within a language, then those between the two texts of one article."""
    said = {key: statements(article) for key, article in articles.items()}
    weights = _weights(said.values())
    found: dict[tuple[str, tuple[Key, Key]], Contradiction] = {}
    for one, other, least in (*_identical(said.values()), *_alike(said, related, weights)):
        for clash in _clashes(one, other, least):
            found.setdefault((clash.kind, clash.articles), clash)
    for clash in of_translations(said):
        found.setdefault((clash.kind, clash.articles), clash)
    return list(found.values())


Pair = tuple[Statement, Statement, float]


def _weights(said: Iterable[Sequence[Statement]]) -> Weights:
    """Rare words tell more: the logarithm of how rare a stem is among sentences."""
    counts = Counter(stem for each in said for one in each for stem in one.stems)
    total = sum(counts.values()) + 1
    return {stem: math.log(total / count) for stem, count in counts.items()}


def _identical(said: Iterable[Sequence[Statement]]) -> Iterator[Pair]:
    groups: dict[tuple[str, frozenset[str]], list[Statement]] = defaultdict(list)
    for one in (one for each in said for one in each if len(one.stems) >= SAME_WORDS):
        groups[one.key[1], one.stems].append(one)
    for group in groups.values():
        if 1 < len(group) <= MOST_HOLDERS:
            yield from ((a, b, 1.0) for a, b in combinations(group, 2) if a.key != b.key)


def _alike(
    said: Mapping[Key, Sequence[Statement]], related: Iterable[tuple[Key, Key]], weights: Weights
) -> Iterator[Pair]:
    for first, second in related:
        telling = [one for one in said[second] if one.facts or one.sides or one.negated]
        for one in said[first]:
            for other in said[second] if one.sides or one.negated else telling:
                if _may_clash(one, other):
                    alike = _alikeness(one.stems, other.stems, weights)
                    if alike >= ALIKE:
                        yield one, other, alike


def _may_clash(one: Statement, other: Statement) -> bool:
    """Cheap: something to disagree on, and enough words in common."""
    numbers = bool(one.facts and other.facts)
    signs = one.negated != other.negated or one.sides != other.sides
    return (numbers or signs) and len(one.stems & other.stems) >= 2


def _alikeness(one: frozenset[str], other: frozenset[str], weights: Weights) -> float:
    whole = sum(weights[stem] for stem in one | other)
    return sum(weights[stem] for stem in one & other) / whole if whole else 0.0


def _clashes(one: Statement, other: Statement, alike: float) -> Iterator[Contradiction]:
    one, other = sorted((one, other), key=lambda statement: statement.key)
    keys, texts = (one.key, other.key), (one.text, other.text)
    for kind in sorted({fact.kind for fact in one.facts} & {fact.kind for fact in other.facts}):
        left, right = _left(one, other, kind), _left(other, one, kind)
        if left and right:
            yield Contradiction(kind, keys, texts, (left, right))
    enough = len(one.stems & other.stems) >= LEAST_SHARED
    if alike >= ALIKE_FOR_YES_OR_NO and enough and _disagree(one, other):
        yield Contradiction("yes_or_no", keys, texts, ("", ""))


def _disagree(one: Statement, other: Statement) -> bool:
    """Opposite answers to a question that both answer; else one is the other's negation."""
    if one.sides or other.sides:
        return any((name, not yes) in other.sides for name, yes in one.sides)
    return one.negated != other.negated


def _left(one: Statement, other: Statement, kind: str) -> str:
    """What one says of a kind that the other does not."""
    known = {fact.value for fact in other.facts if fact.kind == kind}
    return ", ".join(f.text for f in one.facts if f.kind == kind and f.value not in known)
