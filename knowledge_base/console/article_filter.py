"""Which articles a list shows, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge_base.article import Article
from knowledge_base.console.article_form import shown
from knowledge_base.console.article_rows import Row, Usage
from knowledge_base.curation.catalogue import Entry
from knowledge_base.lexical import fold

POOR = 0.5
LAST = date.max


@dataclass(frozen=True)
class Wanted:
    """Which rows; empty fields ask for all."""

    search: str = ""
    language: str = ""
    state: str = ""
    translation: str = ""  # missing, stale
    category: str = ""
    owner: str = ""
    tag: str = ""
    usage: str = ""  # used, unused
    helpfulness: str = ""  # poor, good, unknown
    sort: str = "title"
    page: int = 1


def chosen(found: Iterable[Row], wanted: Wanted, language: str) -> list[Row]:
    """Those that are wanted, in the order that is wanted; the list speaks `language`."""
    kept = [part for row in found if (part := _wanted(row, wanted))]
    name, backwards = wanted.sort.lstrip("-"), wanted.sort.startswith("-")
    kept.sort(key=lambda row: (fold(row.title(language)), row.id))
    if name in ("review", "asked", "helpful", "owner", "category"):
        kept.sort(key=lambda row: _rank(row, name), reverse=backwards)
    elif backwards:
        kept.reverse()
    return kept


def _rank(row: Row, name: str) -> tuple[float, str]:
    if name == "review":
        return (row.review or LAST).toordinal(), ""
    if name == "asked":
        return row.usage.asked, ""
    if name == "helpful":
        return (2.0 if row.usage.helpful is None else row.usage.helpful), ""
    return 0, fold(row.owner if name == "owner" else row.category)


def _wanted(row: Row, wanted: Wanted) -> Row | None:
    """The whole row, if one of its languages has all that is asked for."""
    if not (_is_translated(row, wanted.translation) and _serves(row.usage, wanted)):
        return None
    return row if any(_has(one, wanted) for one in row.entries.values()) else None


def _has(entry: Entry, wanted: Wanted) -> bool:
    article = shown(entry)
    pairs = (
        (wanted.language, article.language),
        (wanted.category, article.category),
        (wanted.owner, article.owner),
    )
    if any(asked and asked != has for asked, has in pairs):
        return False
    if wanted.tag and wanted.tag not in article.tags:
        return False
    texts = (article, entry.article)
    return _in_state(entry, wanted.state) and any(_mentions(one, wanted.search) for one in texts)


def _in_state(entry: Entry, state: str) -> bool:
    if state == "draft":
        return entry.draft is not None
    if state == "file":
        return entry.file_differs
    return not state or entry.state.value == state


def _is_translated(row: Row, asked: str) -> bool:
    if asked == "missing":
        return bool(row.missing)
    return asked != "stale" or any(one.stale for one in row.entries.values())


def _serves(usage: Usage, wanted: Wanted) -> bool:
    if wanted.usage and (wanted.usage == "used") != bool(usage.asked):
        return False
    share = usage.helpful
    said = "unknown" if share is None else "poor" if share < POOR else "good"
    return wanted.helpfulness in ("", said)


def _mentions(article: Article, search: str) -> bool:
    words = fold(search).split()
    if not words:
        return True
    text = _folded(article.id, article.title, article.phrasings, article.body)
    return all(word in text for word in words)


@lru_cache(maxsize=8192)
def _folded(name: str, title: str, phrasings: tuple[str, ...], body: str) -> str:
    return fold("\n".join((name, title, *phrasings, body)))
