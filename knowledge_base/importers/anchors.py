"""Where in a file an article stands: what follows the `#` of its source."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from knowledge_base.article import Article
from knowledge_base.checks import slug

LONGEST = 200


def anchor(*parts: str) -> str:
    """An anchor made of words, as a heading's is."""
    return "#" + "/".join(slug(part)[:80] for part in parts if part)


def placed(article: Article, base: str) -> Article:
    """The article with its place in `base` as its source, unless it names one itself."""
    if article.source and not article.source.startswith("#"):
        return article
    place = article.source or anchor(article.id or article.title)
    whole = urlsplit(base)._replace(fragment="").geturl() if "://" in base else base
    return replace(article, source=f"{whole}{place[:LONGEST]}")
