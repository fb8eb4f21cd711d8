"""What is known of right and wrong answers: people's verdicts and thumbs, never the spam.

Verdicts are about questions that went badly, so they are harder than what is usually asked: a
promise that they keep errs on the side of caution.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import engine, read_only
from knowledge_base.article import Article
from knowledge_base.curation.checking import Check
from knowledge_base.curation.judging import Decided, Judge, Shipped
from knowledge_base.curation.promise import Past, Promise, Promises
from knowledge_base.curation.promising import Proposal, checked, proposed
from knowledge_base.curation.question_tables import questions, regressions, verdicts
from knowledge_base.curation.recalibration import WEAK, Label
from knowledge_base.curation.underway import Reached, Underway

THUMBS = 5000  # the newest
TRAFFIC = 20_000
SPAM = "spam"
columns = questions.c


class Labelling:
    """Gathers what a promise is made on."""

    def __init__(
        self,
        database: Engine | None = None,
        made: Promises | None = None,
        underway: Underway | None = None,
    ) -> None:
        self._engine = database or engine()
        self._promises = made or Promises(database)
        self._judge, self._underway = Judge(), underway or Underway()
        self._stood: tuple[int, Check] | None = None

    def decided(self) -> list[Decided]:
        """The questions of verdicts that stand, each as it was decided last."""
        told = regressions.c
        query = (
            sa.select(told.question, told.language, told.article, verdicts.c.group_id)
            .join(verdicts, verdicts.c.id == told.verdict)
            .where(verdicts.c.undone_at.is_(None), verdicts.c.kind != SPAM)
            .order_by(told.id)
        )
        with read_only(self._engine) as connection:
            found = [Decided(*row) for row in connection.execute(query)]
        latest = {(one.language, one.question.casefold()): one for one in found}
        return list(latest.values())

    def thumbs(self) -> list[Label]:
        """Answers that somebody rated, as weak hints; the confidence is the one of then."""
        query = (
            sa.select(columns.confidence, columns.helped, columns.asked_at, columns.reference)
            .where(columns.helped.isnot(None), columns.decision == "answered")
            .order_by(columns.id.desc())
            .limit(THUMBS)
        )
        past = self._past()
        with read_only(self._engine) as connection:
            return [
                Label(past.odds(sure, at), bool(helped), reference, WEAK)
                for sure, helped, at, reference in connection.execute(query)
            ]

    def traffic(self) -> list[float]:
        """How sure the desk was of what was really asked lately, in log odds."""
        query = sa.select(columns.confidence, columns.asked_at).where(columns.text != "")
        query = query.order_by(columns.id.desc()).limit(TRAFFIC)
        past = self._past()
        with read_only(self._engine) as connection:
            return [past.odds(sure, at) for sure, at in connection.execute(query)]

    def proposal(self, rate: float, knowledge: Shipped, articles: Iterable[Article]) -> Proposal:
        """What can be promised on all this."""
        return self.proposals((rate,), knowledge, articles)[0]

    def proposals(
        self, rates: Iterable[float], knowledge: Shipped, articles: Iterable[Article]
    ) -> list[Proposal]:
        """The same for several rates, for which everything is read once."""
        labels = [*self._judge.labels(self.decided(), knowledge, articles), *self.thumbs()]
        traffic = self.traffic()
        return [proposed(labels, traffic, rate) for rate in rates]

    def standing(self, promise: Promise, knowledge: Shipped, articles: Iterable[Article]) -> Check:
        """How a promise does on the held-out verdicts of today."""
        labels = self._judge.labels(self.decided(), knowledge, articles)
        check = checked(labels, promise.recalibration, promise.answer_from)
        self._stood = promise.id, check
        return check

    def stood(self, promise: Promise) -> Check | None:
        """The same, as it was reckoned last; None: not yet."""
        return self._stood[1] if self._stood and self._stood[0] == promise.id else None

    def reached(self, knowledge: Shipped, articles: Iterable[Article]) -> Reached | None:
        """How far the decided questions are asked again; None when all of them are."""
        known, decided = tuple(articles), self.decided()
        if not self._judge.left(decided, knowledge, known):
            return None
        work = partial(self._judge.ask, decided, knowledge, known)
        return self._underway.reached(work)

    def _past(self) -> Past:
        return Past(self._promises.all(), self._promises.shipped)
