"""What an import would change, before anything is stored."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from knowledge_base.article import Article, Key
from knowledge_base.checks import MOST_PHRASINGS
from knowledge_base.importers.gathering import Content
from knowledge_base.refusals import Refusal

State = Literal["new", "changed", "identical", "refused"]
STATES: tuple[State, ...] = ("new", "changed", "identical", "refused")
Sign = Callable[[Article], tuple[str, ...]]
SEVERAL = ("phrasings", "tags")


@dataclass(frozen=True)
class Difference:
    """One field, as it is and as it would be; `lines` is a unified diff of it."""

    field: str
    before: str
    after: str

    @property
    def lines(self) -> list[str]:
        """The lines that change, marked `+` and `-`, with what stands around them."""
        old, new = self.before.splitlines(), self.after.splitlines()
        return list(difflib.unified_diff(old, new, lineterm="", n=2))[2:]


@dataclass(frozen=True)
class Item:
    """One piece of an import: the article as it would be stored, or why it would not."""

    state: State
    article: Article | None = None
    before: Article | None = None
    refusal: Refusal | None = None
    revision: int = 0  # of the draft that the import was compared with

    @property
    def differences(self) -> list[Difference]:
        """What would change in an article that is known already."""
        if self.before is None or self.article is None:
            return []
        pairs = [(f.name, getattr(self.before, f.name), getattr(self.article, f.name))
                 for f in fields(Article)]  # fmt: skip
        return [Difference(name, _words(a), _words(b)) for name, a, b in pairs if a != b]


@dataclass(frozen=True)
class Preview:
    """Everything that was found, in order; the refusals come last."""

    items: tuple[Item, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many of each state."""
        found = Counter(item.state for item in self.items)
        return {state: found[state] for state in STATES}

    @property
    def wanted(self) -> list[Item]:
        """What would be stored."""
        return [item for item in self.items if item.state in ("new", "changed")]


def preview(
    found: Content, known: Mapping[Key, Article], revisions: Mapping[Key, int] | None = None
) -> Preview:
    """Compare what was found with what is known; `revisions` are those of the drafts there."""
    matches = _matches(list(found.articles.values()), known)
    items = [
        _item(article, matches.get(article.key), revisions or {})
        for article in found.articles.values()
    ]
    refused = [Item("refused", refusal=refusal) for refusal in found.refusals]
    return Preview((*items, *refused))


def _item(article: Article, before: Article | None, revisions: Mapping[Key, int]) -> Item:
    if before is None:
        return Item("new", article, revision=revisions.get(article.key, 0))
    after = merged(before, article)
    state: State = "identical" if after == before else "changed"
    return Item(state, after, before, revision=revisions.get(before.key, 0))


def merged(before: Article, found: Article) -> Article:
    """The known article as the import has it; what the import does not speak of stays."""
    after = replace(found, id=before.id, language=before.language)
    for one in fields(Article):
        if not getattr(after, one.name) or one.name in SEVERAL:
            kept: Any = {one.name: _kept(one.name, before, found)}
            after = replace(after, **kept)
    if before.source.startswith("http") and not found.source.startswith("http"):
        after = replace(after, source=before.source)
    return after


def _kept(name: str, before: Article, found: Article) -> object:
    """Phrasings and tags that people added are not lost to a file that does not have them."""
    held = getattr(before, name)
    if name not in SEVERAL:
        return held
    return tuple(dict.fromkeys((*held, *getattr(found, name))))[:MOST_PHRASINGS]


def _matches(found: list[Article], known: Mapping[Key, Article]) -> dict[Key, Article]:
    """The known article of each found one: of its id, else its place, else its title."""
    matches = {article.key: known[article.key] for article in found if article.key in known}
    for sign in (_place, _title):
        taken = {before.key for before in matches.values()}
        left = _unique([a for a in known.values() if a.key not in taken], sign)
        asked = _unique([a for a in found if a.key not in matches], sign)
        matches |= {asked[one].key: left[one] for one in asked if one in left}
    return matches


def _unique(articles: list[Article], sign: Sign) -> dict[tuple[str, ...], Article]:
    """The articles by a sign that only one of them has."""
    signs = Counter(sign(article) for article in articles)
    return {sign(a): a for a in articles if sign(a) and signs[sign(a)] == 1}


def _place(article: Article) -> tuple[str, ...]:
    return (article.source, article.language) if "#" in article.source else ()


def _title(article: Article) -> tuple[str, ...]:
    return " ".join(article.title.casefold().split()), article.language


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "\n".join(value)
    return "" if value is None else str(value)
