"""What would be served once chosen drafts are published, and a name for what is served now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from knowledge_base.article import Article, Key
from knowledge_base.curation.draft_rows import Draft
from knowledge_base.curation.findings import name_of
from knowledge_base.curation.lifecycle import Age, age, today


class Stale(Exception):
    """Drafts that were chosen are not as they were; `keys` names them."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self.keys = tuple(keys)
        super().__init__("drafts changed")


def chosen(drafts: Mapping[Key, Draft], wanted: Mapping[Key, int]) -> dict[Key, Draft]:
    """The drafts at exactly these revisions; `Stale` when some are not."""
    moved = [
        key for key, revision in sorted(wanted.items())
        if key not in drafts or drafts[key].revision != revision
    ]  # fmt: skip
    if moved:
        raise Stale(moved)
    return {key: drafts[key] for key in wanted}


def after(live: Mapping[Key, Article], drafts: Mapping[Key, Draft]) -> dict[Key, Article]:
    """What is served with the drafts applied; one that begins later counts as if it had."""
    day, wanted = today(), dict(live)
    for key, draft in drafts.items():
        wanted.pop(key, None)
        article = draft.wanted
        if article is not None and age(article, day) is not Age.EXPIRED:
            wanted[key] = article
    return wanted


def basis_of(live: Mapping[Key, Article]) -> str:
    """Another name whenever anything that is served says something else."""
    return name_of(*sorted((*key, article.version) for key, article in live.items()))
