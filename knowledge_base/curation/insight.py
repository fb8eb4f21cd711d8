"""How well the articles serve: what is asked, answered, resolved, found helpful, and missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.clock import now, stored, utc
from bot.database import engine
from knowledge_base.curation.counting import (
    GIVEN,
    SETTLES,
    Count,
    Fact,
    Range,
    Step,
    counted,
)
from knowledge_base.curation.insight_rows import Gap, Helpfulness
from knowledge_base.curation.question_pages import back, pages, rows_of, spam, within
from knowledge_base.curation.question_tables import groups, questions

UNDECIDED = ("open", "later")
columns = questions.c


class Insight:
    """Figures of a range of days. Everything is read in pages or summed by the database.

    Where a language or a channel is given, only its questions count; spam never does.
    """

    def __init__(
        self, database: Engine | None = None, language: str = "", channel: str = ""
    ) -> None:
        self._engine = database or engine()
        chosen = ((columns.language, language), (columns.channel, channel))
        self._chosen = [column == value for column, value in chosen if value]
        self._counted = [*self._chosen, sa.not_(spam())]

    def coverage(self, days: Range, step: Step = "day") -> dict[date, Count]:
        """Coverage and resolution by day or week; days without a question are left out."""
        return counted(self._facts(days), utc(now()), step)

    def summed(self, days: Range) -> Count:
        """One count for the whole range, which the database sums."""
        given = columns.decision.in_(GIVEN)
        known = sa.and_(given, columns.asked_at <= utc(now()) - SETTLES)
        query = sa.select(
            sa.func.count(), _sum(given), _sum(known), _sum(known, sa.not_(back()))
        ).where(*within(days), *self._counted)
        return Count(*rows_of(self._engine, query)[0])

    def channels(self, days: Range) -> list[str]:
        """Where the questions of these days came from."""
        query = sa.select(columns.channel).where(*within(days)).distinct()
        return sorted(name for (name,) in rows_of(self._engine, query) if name)

    def helpfulness(self, days: Range, limit: int = 500) -> list[Helpfulness]:
        """Versions of articles that answered something, the most asked for first."""
        ripe = columns.asked_at <= utc(now()) - SETTLES
        names = (columns.article, columns.article_version, columns.language)
        query = (
            sa.select(
                *names, sa.func.count(), sa.func.count(columns.person.distinct()),
                _sum(columns.helped == 1), _sum(columns.helped == 0), _sum(ripe),
                _sum(ripe, ~back()), sa.func.min(columns.asked_at),
            )
            .where(*within(days), *self._counted)
            .where(columns.decision.in_(GIVEN), columns.article != "")
            .group_by(*names)
            .order_by(sa.func.count().desc(), *names)
            .limit(limit)
        )  # fmt: skip
        return [_helpfulness(*row) for row in rows_of(self._engine, query)]

    def gaps(self, days: Range, limit: int = 100) -> list[Gap]:
        """Undecided groups that were asked in these days, by the people they concern."""
        query = self._asked_groups(days).where(groups.c.state.in_(UNDECIDED))
        return self._groups(query, limit)

    def top_groups(self, days: Range, limit: int = 100) -> list[Gap]:
        """Every group that was asked in these days, decided or not, by people."""
        return self._groups(self._asked_groups(days), limit)

    def rows(self, days: Range) -> Iterator[dict[str, Any]]:
        """Every question of the range, spam too, oldest first, for an export."""
        named = [column for column in questions.c if column.name not in ("person", "conversation")]
        told = spam().label("spam")
        for row in pages(self._engine, days, *named, told, only=self._chosen):
            yield dict(row)

    def _facts(self, days: Range) -> Iterator[Fact]:
        told = columns.decision, back().label("back")
        for row in pages(self._engine, days, *told, only=self._counted):
            yield Fact(row["asked_at"], row["decision"], bool(row["back"]))

    def _asked_groups(self, days: Range) -> Any:
        people, asked = sa.func.count(columns.person.distinct()), sa.func.count()
        return (
            sa.select(
                groups.c.id, groups.c.language, asked, people, sa.func.max(columns.asked_at),
                sa.func.max(columns.id),
            )
            .join(groups, groups.c.id == columns.group_id)
            .where(*within(days), *self._counted)
            .group_by(groups.c.id, groups.c.language)
            .order_by(people.desc(), asked.desc(), groups.c.id)
        )  # fmt: skip

    def _groups(self, query: Any, limit: int) -> list[Gap]:
        found = rows_of(self._engine, query.limit(limit))
        shown = [row[5] for row in found]
        wanted = sa.select(columns.id, columns.text).where(columns.id.in_(shown))
        texts = dict(tuple(row) for row in rows_of(self._engine, wanted)) if found else {}
        return [
            Gap(group, language, texts.get(example, ""), asked, people, last)
            for group, language, asked, people, last, example in found
        ]


def _sum(*conditions: Any) -> Any:
    return sa.func.coalesce(sa.func.sum(sa.case((sa.and_(*conditions), 1), else_=0)), 0)


def _helpfulness(*cells: Any) -> Helpfulness:
    found = Helpfulness(*cells)
    return replace(found, first=stored(found.first))
