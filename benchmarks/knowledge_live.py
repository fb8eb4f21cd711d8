"""How soon what one process publishes is served by another one that watches, in a large base."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.knowledge_house import database_of, process
from benchmarks.knowledge_publisher import version
from benchmarks.knowledge_report import Figure
from bot.database import engine
from bot.encoder import Encoder
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

PATIENCE = 60.0


def live_figures(encoder: Encoder, folder: Path, trials: int) -> Iterator[Figure]:
    """From the release to the answer that shows it, by a watching thread."""
    served = _watching(encoder, folder)
    try:
        with process("benchmarks.knowledge_publisher", folder) as publisher:
            _line(publisher)
            waits = [_wait(served, publisher, str(turn)) for turn in range(trials + 1)]
    finally:
        served.close()
    note = "one article; released by another process"
    yield Figure("publish to live, wall s", waits[1:], 2, note)


def _watching(encoder: Encoder, folder: Path) -> LiveKnowledgeBase:
    store = ArticleStore(engine(database_of(folder)))
    sources = Sources(folder / "articles", store)
    served = LiveKnowledgeBase(encoder, sources, folder / "knowledge")
    served.load()
    served.refresh()
    served.watch()
    return served


def _wait(served: LiveKnowledgeBase, publisher: subprocess.Popen[str], turn: str) -> float:
    """Both processes look at one clock."""
    assert publisher.stdin
    publisher.stdin.write(f"{turn}\n")
    publisher.stdin.flush()
    began = float(_line(publisher))
    while served.article("edited", "fr") != version(turn):
        if time.monotonic() - began > PATIENCE:
            raise TimeoutError("the release was not served")
        time.sleep(0.005)
    return time.monotonic() - began


def _line(publisher: subprocess.Popen[str]) -> str:
    assert publisher.stdout
    return publisher.stdout.readline().strip()
