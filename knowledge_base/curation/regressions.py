"""Questions whose answer was decided on: the knowledge base must go on answering them so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, get_args

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.database import read_only
from bot.privacy import mask
from knowledge_base.curation.question_tables import regressions
from knowledge_base.curation.verdict_rows import Verdict
from knowledge_base.search import Knowledge, SearchResult

Outcome = Literal["passed", "failed", "waiting"]
KINDS = ("phrasing", "article", "out_of_scope")
MADE_UP = 0  # in place of a verdict's number


@dataclass(frozen=True)
class Regression:
    """`article` must answer it; without one, nothing may."""

    question: str
    language: str
    article: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Trial:
    """What the knowledge base says to it now: `answer` is the article that it gives, if any.

    `waiting`: the article that shall answer is not published yet, and nothing else answers.
    """

    case: Regression
    outcome: Outcome
    answer: str


class Regressions:
    """The knowledge base's own test set; the latest verdict on a wording counts."""

    def __init__(self, database: Engine) -> None:
        self._engine = database

    def all(self) -> list[Regression]:
        """Every case once, the latest decided first."""
        wanted = sa.select(regressions).order_by(regressions.c.id.desc())
        with read_only(self._engine) as connection:
            rows = connection.execute(wanted).all()
        latest: dict[tuple[str, str], Regression] = {}
        for row in rows:
            latest.setdefault((row.language, row.question.casefold()), _regression(row))
        return list(latest.values())


def tried(knowledge: Knowledge, cases: Iterable[Regression]) -> list[Trial]:
    """Every case asked once."""
    return [_trial(knowledge, case) for case in cases]


def report(trials: Sequence[Trial]) -> dict[str, Any]:
    """Counts of each outcome, and every case that did not pass."""
    counts = Counter(trial.outcome for trial in trials)
    told: dict[str, Any] = {name: counts[name] for name in get_args(Outcome)}
    return {**told, "cases": [_told(one) for one in trials if one.outcome != "passed"]}


def follow(connection: Connection, verdict: Verdict) -> None:
    """The cases that follow from a verdict; what is spam or put off proves nothing."""
    if verdict.kind not in KINDS or not verdict.examples:
        return
    shared = {
        "verdict": verdict.id,
        "language": verdict.language,
        "article": verdict.article,
        "decided_by": verdict.by,
        "decided_at": verdict.at,
    }
    rows = [{**shared, "question": text} for text in verdict.examples]
    connection.execute(regressions.insert(), rows)


def decide(connection: Connection, case: Regression) -> Regression:
    """A case that somebody made up while trying, masked; no verdict, so no promise rests on it."""
    case = replace(case, question=mask(case.question.strip()))
    row = {"verdict": MADE_UP, "question": case.question, "language": case.language}
    row |= {"article": case.article, "decided_by": case.by, "decided_at": case.at}
    connection.execute(regressions.insert().values(row))
    return case


def forget(connection: Connection, verdict: int) -> None:
    """A verdict that was undone proves nothing."""
    connection.execute(regressions.delete().where(regressions.c.verdict == verdict))


def _trial(knowledge: Knowledge, case: Regression) -> Trial:
    found = knowledge.search(case.question, case.language)
    answer = _given(found)
    if answer == case.article:
        return Trial(case, "passed", answer)
    awaited = case.article and not answer and knowledge.article(case.article, case.language) is None
    return Trial(case, "waiting" if awaited else "failed", answer)


def _told(trial: Trial) -> dict[str, str]:
    case = trial.case
    return {
        "question": case.question,
        "language": case.language,
        "article": case.article,
        "answer": trial.answer,
        "outcome": trial.outcome,
    }


def _given(found: SearchResult) -> str:
    return found.answers[0].article if found.decision == "answer" and found.answers else ""


def _regression(row: Any) -> Regression:
    return Regression(row.question, row.language, row.article, row.decided_by, row.decided_at)
