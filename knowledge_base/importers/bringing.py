"""Takes a previewed import in, as drafts: all of it in one transaction, or nothing."""

from __future__ import annotations

from sqlalchemy.engine import Engine

from bot.database import engine
from knowledge_base.article import Article, Key
from knowledge_base.checks import checked
from knowledge_base.curation.audit import record
from knowledge_base.curation.catalogue import Catalogue, Entry
from knowledge_base.curation.draft_rows import Kind, put
from knowledge_base.importers.gathering import Content
from knowledge_base.importers.preview import Item, Preview, preview
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore


def preview_of(
    found: Content, database: Engine | None = None, sources: Sources | None = None
) -> Preview:
    """What an import would change of what the team works on: what is served, and the drafts."""
    entries = Catalogue(database, sources).entries()
    known = {entry.key: _latest(entry) for entry in entries}
    revisions = {entry.key: entry.draft.revision for entry in entries if entry.draft}
    return preview(found, known, revisions)


def take_in(
    shown: Preview,
    by: str,
    note: str = "",
    database: Engine | None = None,
    sources: Sources | None = None,
) -> int:
    """Make drafts of what is new or changed; how many.

    `Outdated` when somebody saved one of them since the preview: then nothing is stored.
    """
    store = ArticleStore(database or (sources.store.engine if sources else engine()))
    held = sources or Sources(store=store)
    held.held()  # reads the folder before the lock is taken
    with store.engine.begin() as writer:
        standing = {key for key, one in held.held(writer).items() if one.standing}
        for item in shown.wanted:
            article = checked(_article(item))
            put(writer, article, _kind(article.key, standing), by, note, item.revision)
            before = item.before.as_dict() if item.before else None
            subject = f"{article.id} ({article.language})"
            record(writer, by, "article.import", subject, before, article.as_dict())
    return len(shown.wanted)


def _kind(key: Key, standing: set[Key]) -> Kind:
    return "edit" if key in standing else "new"


def _article(item: Item) -> Article:
    assert item.article is not None
    return item.article


def _latest(entry: Entry) -> Article:
    return entry.draft.article if entry.draft else entry.article
