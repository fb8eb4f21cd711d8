"""Reads articles before they are compared: what their texts state, and what is personal in them.

It is remembered by the text, so that the comparison itself finds all of it read.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor

from knowledge_base.article import Article
from knowledge_base.curation.links import links_of
from knowledge_base.curation.statements import statements
from knowledge_base.curation.wording import personal, texts_of
from knowledge_base.versions import Published

SECONDS = 0.2  # of one go, so that a process that serves visitors hardly notices


def read(articles: Iterable[Article]) -> None:
    for article in articles:
        statements(article)
        links_of(article.body)
        for text in texts_of(article).values():
            personal(text)


def begun(articles: Iterable[Article]) -> Future[None]:
    """The same in a thread, while another one waits for vectors."""
    pool = ThreadPoolExecutor(1, thread_name_prefix="reading")
    begun = pool.submit(read, articles)
    pool.shutdown(wait=False)
    return begun


class ReadingAhead:
    """Reads the live version while nobody waits for it, some articles at a time."""

    def __init__(self) -> None:
        self._version, self._place = "", 0

    def go_on(self, live: Published, seconds: float = SECONDS) -> int:
        """How many were read now; a new version begins anew, and most of it is known."""
        if live.name != self._version:
            self._version, self._place = live.name, 0
        first, until = self._place, time.thread_time() + seconds
        while self._place < len(live.articles) and time.thread_time() < until:
            read(live.articles[self._place : self._place + 1])
            self._place += 1
        return self._place - first
