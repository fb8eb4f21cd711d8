"""Publishes an article again and again, as a console's process does; prints when it began to."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable

from bot.database import engine
from knowledge_base.article import Article
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.releases import Releases
from knowledge_base.curation.telling import telling
from knowledge_base.sources import Sources

WHO = "benchmark"


def version(turn: str) -> Article:
    return Article("edited", "Une page toute neuve", "fr", f"Version {turn}.")


def main(lines: Iterable[str]) -> None:
    sources = Sources()
    drafts, releases = Drafts(sources=sources), Releases(engine(), sources, telling(WHO))
    print("ready", flush=True)
    for line in lines:
        article = version(line.strip())
        drafts.save(article, WHO)
        began = time.monotonic()
        releases.publish(WHO, line.strip(), [article.key])
        print(began, flush=True)


if __name__ == "__main__":
    main(sys.stdin)
