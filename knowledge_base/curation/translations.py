"""The French and the English text of one article, where their numbers differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge_base.article import LANGUAGES, Key
from knowledge_base.curation.statements import Statement


@dataclass(frozen=True)
class Contradiction:
    """`kind` is a fact's kind or yes_or_no; the sentences and what each of them says."""

    kind: str
    articles: tuple[Key, Key]
    sentences: tuple[str, str]
    values: tuple[str, str]


def of_translations(said: Mapping[Key, Sequence[Statement]]) -> Iterator[Contradiction]:
    """Numbers of one kind, as many in both texts of an article, where one or two differ."""
    for name, language in said:
        other = (name, LANGUAGES[1])
        if language != LANGUAGES[0] or other not in said:
            continue
        ours, theirs = _by_kind(said[name, language]), _by_kind(said[other])
        for kind in sorted(set(ours) & set(theirs)):
            yield from _differing(kind, ours[kind], theirs[kind])


Told = list[tuple[str, str, Statement]]


def _by_kind(said: Sequence[Statement]) -> dict[str, Told]:
    found: dict[str, Told] = defaultdict(list)
    for one in said:
        for fact in one.facts:
            found[fact.kind].append((fact.value, fact.text, one))
    return found


def _differing(kind: str, ours: Told, theirs: Told) -> Iterator[Contradiction]:
    left = Counter(value for value, _, _ in ours) - Counter(value for value, _, _ in theirs)
    right = Counter(value for value, _, _ in theirs) - Counter(value for value, _, _ in ours)
    if len(ours) != len(theirs) or len(left) != 1 or len(right) != 1:
        return
    _, mine, one = next(told for told in ours if told[0] in left)
    _, yours, other = next(told for told in theirs if told[0] in right)
    yield Contradiction(kind, (one.key, other.key), (one.text, other.text), (mine, yours))
