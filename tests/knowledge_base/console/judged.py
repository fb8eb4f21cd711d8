"""A knowledge base that answers from a list, and verdicts on what it answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timezone
from types import SimpleNamespace
from typing import Any

from sqlalchemy.engine import Engine

from knowledge_base.curation.question_tables import regressions, verdicts
from knowledge_base.search import Answer, SearchResult
from tests.knowledge_base.gate.conftest import WordEncoder

AT = datetime(2026, 11, 20, tzinfo=timezone.utc)


@dataclass
class Judged:
    """Sure of everything except for each tenth question, which it gets wrong."""

    version: str = "v1"
    encoder: Any = field(default_factory=WordEncoder)
    published: Any = field(default_factory=lambda: SimpleNamespace(articles=()))

    def as_shipped(self) -> Judged:
        return self

    def search(self, question: str, language: str, limit: int = 3) -> SearchResult:
        number = int(question.split()[-1])
        sure = 0.3 + number % 7 / 100 if number % 10 == 0 else 0.99 + number % 9 / 1000
        return SearchResult((Answer("puk", "", "", language, "", sure, sure),), "answer", "v1")


def decide(database: Engine, count: int, first: int = 1, right: str = "puk") -> None:
    """Verdicts on so many questions, each of a group of its own."""
    numbers = range(first, first + count)
    row = {"language": "fr", "decided_by": "ada", "decided_at": AT}
    told = [
        {"id": n, "kind": "phrasing", "examples": "[]", "before": "[]", "group_id": n, **row}
        for n in numbers
    ]
    cases = [
        {"verdict": n, "question": f"question {n}", "article": "" if n % 10 == 0 else right, **row}
        for n in numbers
    ]
    with database.begin() as writer:
        writer.execute(verdicts.insert(), told)
        writer.execute(regressions.insert(), cases)
