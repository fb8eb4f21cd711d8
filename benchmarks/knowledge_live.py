"""How soon an edited article is served by a process that watches, in a large base."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.knowledge_report import Figure
from bot.database import engine, migrate
from bot.encoder import Encoder
from knowledge_base.article import Article
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from knowledge_base.versions import Published, Versions

PATIENCE = 60.0
ARTICLE = "---\nid: edited\ntitle: Une page toute neuve\nlanguage: fr\n---\nVersion {turn}.\n"


def live_figures(encoder: Encoder, live: Published, folder: Path, trials: int) -> Iterator[Figure]:
    """From the edit to the answer that shows it, by a watching thread."""
    served = _watching(encoder, live, folder)
    try:
        waits = [_wait(served, folder, turn) for turn in range(trials + 1)]
    finally:
        served.close()
    yield Figure("publish to live, wall s", waits[1:], 2, "one article; noticed by a watcher")


def _watching(encoder: Encoder, live: Published, folder: Path) -> LiveKnowledgeBase:
    url = f"sqlite:///{folder / 'articles.db'}"
    migrate(url)
    store = ArticleStore(engine(url))
    store.save(live.articles)
    (folder / "articles").mkdir()
    Versions(folder / "live").publish(live)
    served = LiveKnowledgeBase(encoder, Sources(folder / "articles", store), folder / "live")
    served.load()
    served.refresh()
    served.watch()
    return served


def _wait(served: LiveKnowledgeBase, folder: Path, turn: int) -> float:
    (folder / "articles" / "edited.md").write_text(ARTICLE.format(turn=turn), encoding="utf-8")
    began = time.perf_counter()
    while not _shows(served.article("edited", "fr"), turn):
        if time.perf_counter() - began > PATIENCE:
            raise TimeoutError("the edit was not served")
        time.sleep(0.005)
    return time.perf_counter() - began


def _shows(article: Article | None, turn: int) -> bool:
    return article is not None and article.body == f"Version {turn}."
