"""The articles that a verdict proposes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge_base.article import Article
from knowledge_base.checks import LONGEST, MOST_PHRASINGS, slug
from knowledge_base.curation.drafts import Draft
from knowledge_base.refusals import Refused


def with_phrasings(before: Draft | None, served: Article | None, texts: Sequence[str]) -> Article:
    """The article as it is wanted, with phrasings that it has not yet."""
    article = before.wanted if before else served
    if article is None:
        raise Refused("there is no such article in this language", code="no_article")
    known = {text.casefold() for text in article.phrasings}
    new = [text for text in texts if text.casefold() not in known]
    phrasings = (*article.phrasings, *new)[:MOST_PHRASINGS]
    return replace(article, phrasings=phrasings)


def free_name(title: str, taken: set[str]) -> str:
    """An id made of a title, which no article has."""
    name = slug(title.lower())[: LONGEST["id"] - 4]
    names = [name, *(f"{name}-{number}" for number in range(2, len(taken) + 3))]
    return next(one for one in names if one not in taken)
