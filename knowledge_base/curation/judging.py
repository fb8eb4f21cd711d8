"""Asks the questions that somebody decided again: was the answer the right one?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from knowledge_base.article import Article
from knowledge_base.build import Progress, silent
from knowledge_base.curation.recalibration import Label, log_odds
from knowledge_base.search import SearchResult

Told = tuple[str, float] | None  # the article and how sure; None: no candidate at all


@dataclass(frozen=True)
class Decided:
    """A question whose right article somebody told; empty: nothing answers it."""

    question: str
    language: str
    article: str
    group: int


class Shipped(Protocol):
    """The live knowledge base, as sure as the shipped calibration makes it."""

    version: str

    def search(self, question: str, language: str, limit: int = 3) -> SearchResult: ...


class Judge:
    """What one version answered is remembered until another is asked."""

    def __init__(self) -> None:
        self._kept: tuple[str, dict[tuple[str, str], Told]] = "", {}

    def labels(
        self, decided: Iterable[Decided], knowledge: Shipped, articles: Iterable[Article]
    ) -> list[Label]:
        """A label for each, except for those that an article was taught word for word."""
        fresh = _fresh(decided, articles)
        known = self._asked(fresh, knowledge, silent)
        found = [(one, known[one.question, one.language]) for one in fresh]
        return [
            Label(log_odds(told[1]), told[0] == one.article, str(one.group))
            for one, told in found
            if told
        ]

    def left(
        self, decided: Iterable[Decided], knowledge: Shipped, articles: Iterable[Article]
    ) -> int:
        """How many of them `labels` would have to ask now."""
        known = self._known(knowledge.version)
        return sum((one.question, one.language) not in known for one in _fresh(decided, articles))

    def ask(
        self,
        decided: Iterable[Decided],
        knowledge: Shipped,
        articles: Iterable[Article],
        progress: Progress,
    ) -> None:
        """Ask all of them ahead."""
        self._asked(_fresh(decided, articles), knowledge, progress)

    def _asked(
        self, fresh: list[Decided], knowledge: Shipped, progress: Progress
    ) -> dict[tuple[str, str], Told]:
        known = self._known(knowledge.version)
        for at, one in enumerate(fresh):
            key = one.question, one.language
            if key not in known:
                progress(at, len(fresh))
                found = knowledge.search(*key, limit=1).answers
                known[key] = (found[0].article, found[0].confidence) if found else None
        return known

    def _known(self, version: str) -> dict[tuple[str, str], Told]:
        """The answers of one version, which whoever holds them keeps while others ask another."""
        kept = self._kept
        if kept[0] != version:
            kept = self._kept = version, {}
        return kept[1]


def _fresh(decided: Iterable[Decided], articles: Iterable[Article]) -> list[Decided]:
    taught = {_same(text) for one in articles for text in (one.title, *one.phrasings)}
    return [one for one in decided if _same(one.question) not in taught]


def _same(text: str) -> str:
    return " ".join(text.lower().split())
