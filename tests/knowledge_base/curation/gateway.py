"""One gateway's chores, again and again, beside another's on the same database.

`python -m tests.knowledge_base.curation.gateway DATABASE FOLDER ROUNDS` begins on a line of input.
"""

from __future__ import annotations

import sys
from pathlib import Path

from prometheus_client import CollectorRegistry

from bot.database import engine
from knowledge_base.console.background import Background
from knowledge_base.console.cookies import Cookies
from knowledge_base.console.frame import Console
from knowledge_base.live import LiveKnowledgeBase
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.knowledge_base.gate.conftest import WordEncoder


def main(url: str, folder: Path, rounds: int) -> None:
    database = engine(url)
    sources = Sources(folder / "articles", ArticleStore(database))
    live = LiveKnowledgeBase(WordEncoder(), sources, folder / "knowledge", due=lambda: None)
    live.refresh()
    console = Console(database, Cookies("k" * 32, False), live, sources)
    background = Background(console, CollectorRegistry())
    chores = [*background.own(), *background.news()]
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(rounds):
        for _, _, act in chores:
            act()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
