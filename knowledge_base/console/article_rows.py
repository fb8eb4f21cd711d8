"""The list of articles: both languages of one as a row, with what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge_base.article import LANGUAGES, Article
from knowledge_base.console.article_form import shown
from knowledge_base.curation.catalogue import Entry, State

PAGE = 50
FEW = 3  # thumbs below which nothing is said about helpfulness


@dataclass(frozen=True)
class Usage:
    """How often an article answered lately, and the thumbs it got."""

    asked: int = 0
    up: int = 0
    down: int = 0

    @property
    def helpful(self) -> float | None:
        """The share of thumbs up; None while there are too few."""
        total = self.up + self.down
        return self.up / total if total >= FEW else None

    def __add__(self, other: Usage) -> Usage:
        return Usage(self.asked + other.asked, self.up + other.up, self.down + other.down)


@dataclass(frozen=True)
class Row:
    """An article in its languages; `usage` is that of all of them."""

    id: str
    entries: Mapping[str, Entry]
    usage: Usage = Usage()

    def title(self, language: str) -> str:
        own = self.entries.get(language) or next(iter(self.entries.values()))
        return shown(own).title

    @property
    def review(self) -> date | None:
        return min((day for one in self._shown if (day := one.review)), default=None)

    @property
    def owner(self) -> str:
        return ", ".join(dict.fromkeys(one.owner for one in self._shown if one.owner))

    @property
    def category(self) -> str:
        return ", ".join(dict.fromkeys(one.category for one in self._shown if one.category))

    @property
    def missing(self) -> list[str]:
        """Languages that it is not written in, though it is served in another."""
        served = any(one.state is not State.WITHDRAWN for one in self.entries.values())
        return [one for one in LANGUAGES if one not in self.entries] if served else []

    @property
    def _shown(self) -> list[Article]:
        return [shown(one) for one in self.entries.values()]


def rows(entries: Iterable[Entry], usage: Mapping[tuple[str, str], Usage]) -> list[Row]:
    """Every article once."""
    found: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        found.setdefault(entry.key[0], {})[entry.key[1]] = entry
    return [Row(name, sides, _usage(name, usage)) for name, sides in found.items()]


def page_of(found: Sequence[Row], number: int) -> tuple[list[Row], int, int]:
    """The rows of a page, its number, and how many pages there are."""
    last = max(1, -(-len(found) // PAGE))
    number = min(max(1, number), last)
    return list(found[(number - 1) * PAGE : number * PAGE]), number, last


def _usage(name: str, usage: Mapping[tuple[str, str], Usage]) -> Usage:
    return sum((usage.get((name, one), Usage()) for one in LANGUAGES), Usage())
