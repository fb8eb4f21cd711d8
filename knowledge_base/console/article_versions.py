"""Everything that an article ever said in a language, the draft first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge_base.article import Article
from knowledge_base.console.article_view import sources
from knowledge_base.console.visit import Visit
from knowledge_base.curation.catalogue import Catalogue, Entry

DRAFT = "draft"


@dataclass(frozen=True)
class Saying:
    """One version; `name` stands for it in addresses, `release` is None for a draft or a file."""

    name: str
    article: Article
    at: datetime | None
    by: str
    why: str
    release: int | None
    withdrawn: bool


def versions_of(visit: Visit, entry: Entry) -> list[Saying]:
    """Newest first."""
    known = Catalogue(visit.console.database, sources(visit)).history(entry.key)
    found = [
        Saying(f"{one.release or 0}-{one.article.version}", one.article, one.at, one.by, one.why,
               one.release, one.withdrawn)
        for one in known
    ]  # fmt: skip
    draft = entry.draft
    if draft is None:
        return found
    withdraws = draft.kind == "withdraw"
    first = Saying(DRAFT, draft.article, draft.saved_at, draft.by, draft.note, None, withdraws)
    return [first, *found]
