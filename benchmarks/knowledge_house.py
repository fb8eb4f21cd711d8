"""A desk's folder with a large knowledge base in it, for processes of their own to open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.knowledge_base import Large
from bot.clock import now
from bot.database import engine, migrate
from bot.encoder import Encoder
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.question_tables import questions
from knowledge_base.curation.question_vectors import encoder_name
from knowledge_base.curation.question_vectors import keep as keep_vectors
from knowledge_base.geometry import view_of
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from knowledge_base.versions import Versions


def settle(made: Large, encoder: Encoder, folder: Path) -> None:
    """The articles, the version, what was asked with its vectors, and a draft of each change."""
    (folder / "articles").mkdir(parents=True)
    url = database_of(folder)
    migrate(url)
    store = ArticleStore(engine(url))
    store.save(made.live.articles)
    Versions(folder / "knowledge").publish(made.live)
    with engine(url).begin() as writer:
        for number, one in enumerate(made.past):
            keep(writer, Asked(one.text, one.language, "web", f"visitor-{number}", "abstained",
                               "abstained", at=now()))  # fmt: skip
        numbers = [row.id for row in writer.execute(questions.select().order_by(questions.c.id))]
        vectors = {n: one.vector for n, one in zip(numbers, made.past, strict=True)}
        keep_vectors(writer, encoder_name(view_of(encoder)), vectors)  # type: ignore[arg-type]
    drafts = Drafts(sources=Sources(folder / "articles", store))
    live = {article.key: article for article in made.live.articles}
    for key, article in made.wanted.items():
        if article != live.get(key):
            drafts.save(article, "benchmark")


def database_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'guichet.db'}"


@contextmanager
def process(module: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """A program of the benchmarks whose desk lies in this folder, told things line by line."""
    here = {"GUICHET_DATA_DIR": str(folder), "GUICHET_KNOWLEDGE_DIR": str(folder / "articles"),
            "GUICHET_DATABASE_URL": database_of(folder)}  # fmt: skip
    running = subprocess.Popen(
        [sys.executable, "-m", module], env={**os.environ, **here}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield running
    finally:
        assert running.stdin
        running.stdin.close()
        running.wait(60)
