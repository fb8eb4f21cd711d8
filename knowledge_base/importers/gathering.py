"""Gathers what was read: articles by key, each with a name of its own, and what was refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from knowledge_base.article import Article, Key
from knowledge_base.checks import checked
from knowledge_base.language import guessed_language
from knowledge_base.refusals import Refusal, Refused

Found = Iterator[tuple[int, "Article | Refused"]]


@dataclass
class Content:
    """What was read: articles by key, in order, and what was refused."""

    articles: dict[Key, Article] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    names: set[str] = field(default_factory=set, init=False, repr=False)

    def take(
        self,
        file: str,
        line: int,
        found: Article | Refused,
        language: str = "",
        default: str = "fr",
    ) -> None:
        """Take one piece; `language` is its own where it does not say."""
        try:
            if isinstance(found, Refused):
                raise found
            if found.id and not found.body:
                _add_phrasings(self, found)
            else:
                _keep(self, _spoken(found, language, default))
        except Refused as refused:
            self.refusals.append(refused.at(file, line))


def _spoken(article: Article, language: str, default: str) -> Article:
    if article.language or language:
        return replace(article, language=article.language or language)
    text = f"{article.title}. {article.body}"[:500]
    return replace(article, language=guessed_language(text, default))


def _keep(content: Content, found: Article) -> None:
    article = checked(found)
    known = content.articles.get(article.key)
    if known is None:
        content.names.add(article.id)
        content.articles[article.key] = article
    elif known.body == article.body:
        content.articles[article.key] = _merged(known, article)
    elif found.id:
        reason = f"another text for {article.id} ({article.language}) was read before"
        raise Refused(reason, code="read_before", id=article.id, language=article.language)
    else:
        _keep_beside(content, article)


def _add_phrasings(content: Content, found: Article) -> None:
    """A row without a text: other ways of asking for an article that was read before."""
    known = [a for a in content.articles.values() if a.id == " ".join(found.id.split())]
    known = [a for a in known if found.language in ("", a.language)]
    if not known:
        raise Refused("body is empty", code="empty", field="body")
    content.articles[known[0].key] = _merged(known[0], found)


def _merged(known: Article, other: Article) -> Article:
    """The same article again: its other title and phrasings are more ways of asking."""
    more = (*known.phrasings, other.title, *other.phrasings)
    return checked(replace(known, phrasings=tuple(p for p in more if p != known.title)))


def _keep_beside(content: Content, article: Article) -> None:
    """Two nameless entries under one title: the second gets a number."""
    number = next(n for n in range(2, 10_000) if f"{article.id}-{n}" not in content.names)
    renamed = replace(article, id=f"{article.id}-{number}")
    content.names.add(renamed.id)
    content.articles[renamed.key] = renamed
