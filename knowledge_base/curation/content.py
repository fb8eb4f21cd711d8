"""What the texts of a release say and lack, as findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from knowledge_base.article import Key
from knowledge_base.curation.contradictions import contradictions
from knowledge_base.curation.duplicates import near_duplicates, related_pairs
from knowledge_base.curation.findings import Detail, Finding
from knowledge_base.curation.links import BrokenLink, broken_links
from knowledge_base.curation.wording import (
    company_contacts,
    named,
    published_contacts,
    together,
    wording,
)
from knowledge_base.versions import Published

BLOCKING = frozenset(("contradiction", "personal_data", "link", "unwritten", "title_twice"))


def content_findings(
    before: Published,
    version: Published,
    changed: Collection[Key],
    stale: Collection[Key],
    today: date,
) -> Iterator[Finding]:
    """Texts that clash, that say what they should not, and links that lead nowhere."""
    articles = {article.key: article for article in version.articles}
    contacts = company_contacts()
    public = published_contacts(before.articles)
    for article in version.articles:
        for kind, keys, detail in wording(article, today, contacts):
            known = kind == "personal_data" and detail["text"] in public
            yield _finding(kind, keys, detail, () if known else changed)
        if article.key in changed:
            yield from (_finding(*said, changed) for said in named(article))
    for kind, keys, detail in together(articles, stale):
        yield _finding(kind, keys, detail, changed)
    yield from link_findings(broken_links(articles), changed)
    pairs = related_pairs(version)
    for pair in near_duplicates(articles, pairs):
        yield _finding("duplicate", pair.keys, {"cosine": round(pair.cosine, 3)}, changed)
    for clash in contradictions(articles, [pair.keys for pair in pairs]):
        (one, other), (mine, yours) = clash.sentences, clash.values
        detail = {"about": clash.kind, "first": one, "second": other,
                  "first_value": mine, "second_value": yours}  # fmt: skip
        yield _finding("contradiction", clash.articles, detail, changed)


def link_findings(found: Iterable[BrokenLink], changed: Collection[Key]) -> Iterator[Finding]:
    for one in found:
        detail: Detail = {"link": one.link, "why": one.why, "status": one.status}
        sure = one.why in ("anchor", "article", "syntax", "scheme")
        yield _finding("link", (one.key,), detail, changed if sure else ())


def _finding(
    kind: str, articles: tuple[Key, ...], detail: Detail, changed: Collection[Key]
) -> Finding:
    """What this release did not touch does not keep it from going live."""
    own = kind in BLOCKING and any(key in changed for key in articles)
    return Finding(kind, "blocking" if own else "warning", articles, detail)
