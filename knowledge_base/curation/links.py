"""Links in articles that lead nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from bot.settings import settings
from knowledge_base.article import Article, Key
from knowledge_base.checks import slug
from knowledge_base.lexical import fold

CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
LINK = re.compile(r"\]\(\s*<?([^)\s>]*)>?[^)]*\)|<((?:https?|mailto):[^>\s]*)>")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}", re.IGNORECASE)
NUMBER = re.compile(r"\+?[\d .()-]{3,20}")


@dataclass(frozen=True)
class BrokenLink:
    """`why`: anchor, article, syntax, scheme; `status` or `unreachable` when it was tried.

    `page` is only a doubt: a page beside the articles' own on the site, which is none of them.
    """

    key: Key
    link: str
    why: str
    status: int = 0


def broken_links(articles: Mapping[Key, Article]) -> Iterator[BrokenLink]:
    """What can be told without asking anybody."""
    ids = frozenset(name for name, _ in articles)
    pages = {article.source.rstrip("/") for article in articles.values() if article.source}
    homes = _homes(articles)
    for key, article in articles.items():
        for link in links_of(article.body):
            if why := _fault(link, article, ids, pages, homes):
                yield BrokenLink(key, link, why)


@lru_cache(maxsize=8192)
def links_of(markdown: str) -> tuple[str, ...]:
    """Where the links of a text lead, each once; code is not a link."""
    if "](" not in markdown and "<" not in markdown:
        return ()
    found = LINK.findall(CODE.sub("", markdown))
    return tuple(dict.fromkeys(target or automatic for target, automatic in found))


def _fault(
    link: str, article: Article, ids: Collection[str], pages: Collection[str], homes: frozenset[str]
) -> str:
    if link.startswith("#"):
        return "" if fold(link[1:]) in _anchors(article.body) else "anchor"
    if link.startswith("/") and not link.startswith("//"):
        link = settings().company_site.rstrip("/") + link
    try:
        scheme, host, path = urlsplit(link)[:3]
    except ValueError:
        return "syntax"
    if not scheme:
        return "" if path.rsplit("/", 1)[-1].removesuffix(".md") in ids and not host else "article"
    if scheme in ("mailto", "tel"):
        return "" if (ADDRESS if scheme == "mailto" else NUMBER).fullmatch(path) else "syntax"
    if scheme not in ("https", "http"):
        return "scheme"
    if not HOST.fullmatch(host.partition(":")[0]):
        return "syntax"
    page = f"{scheme}://{host}{path}".rstrip("/")
    home, _, name = page.rpartition("/")
    return "page" if home in homes and page not in pages and name not in ids else ""


def _homes(articles: Mapping[Key, Article]) -> frozenset[str]:
    """Where articles live on the site: their sources without their ids."""
    ends = (article.source.rstrip("/").rpartition("/") for article in articles.values())
    names = {name for name, _ in articles}
    return frozenset(home for home, _, name in ends if home and name in names)


def _anchors(body: str) -> set[str]:
    return {fold(slug(title)) for title in HEADING.findall(body)}
