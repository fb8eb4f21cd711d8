"""How long an inbox takes to bring many questions into groups, in a database of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.engine import Engine

from benchmarks.knowledge_grouping import asked
from benchmarks.knowledge_report import Figure
from bot.clock import now
from bot.database import engine, migrate
from bot.encoder import Encoder, Vectors
from knowledge_base.curation.inbox import Inbox
from knowledge_base.curation.question_tables import questions
from knowledge_base.curation.question_vectors import encoder_name, keep
from knowledge_base.geometry import view_of
from knowledge_base.versions import Published


def gathering_figures(
    encoder: Encoder, live: Published, count: int, trials: int
) -> Iterator[Figure]:
    """Questions whose vectors are kept: encoding is not what is timed."""
    gathered, anew = [], []
    for trial in range(trials):
        with TemporaryDirectory() as folder:
            inbox = _inbox(Path(folder), encoder, asked(live, count, trial))
            gathered.append(_seconds(inbox.gather))
            anew.append(_seconds(partial(inbox.regroup, "fr")))
    yield Figure(f"inbox gathers {count} questions, s", gathered)
    yield Figure(f"inbox groups {count} questions anew, s", anew)


def _inbox(folder: Path, encoder: Encoder, vectors: Vectors) -> Inbox:
    url = f"sqlite:///{folder / 'questions.db'}"
    migrate(url)
    _ask(engine(url), encoder, vectors)
    return Inbox(engine(url), encoder)


def _ask(database: Engine, encoder: Encoder, vectors: Vectors) -> None:
    usual = {"language": "fr", "decision": "abstained", "reason": "abstained", "asked_at": now()}
    rows = [
        {"id": n, "reference": str(n), "text": f"question {n}", "person": f"p{n % 5000}",
         "conversation": f"c{n}", **usual}
        for n in range(1, len(vectors) + 1)
    ]  # fmt: skip
    with database.begin() as writer:
        writer.execute(questions.insert(), rows)
        keep(writer, encoder_name(view_of(encoder)), dict(enumerate(vectors, 1)))


def _seconds(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began
