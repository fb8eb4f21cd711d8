"""Each table of the insight pages, whole, as rows for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from bot.clock import PARIS
from knowledge_base.console.insight_range import Looking
from knowledge_base.console.insight_view import each_opinion, opinions, subjects, titles
from knowledge_base.console.visit import Visit
from knowledge_base.curation.counting import Count
from knowledge_base.curation.insight_rows import Gap
from knowledge_base.curation.measures import KINDS, Scores
from knowledge_base.curation.opinion_export import COLUMNS, opinion_rows
from knowledge_base.curation.opinions import Satisfaction

MOST = 5000  # rows
Rows = Iterator[tuple[Any, ...]]
Table = Callable[[Visit, Looking], Rows]
_GROUP = ("group", "language", "example", "asked", "people", "last")
_MEASURED = ("kind", "value", "low", "high", "answers")
HEADERS = {
    "coverage": ("from", "asked", "answered", "known", "resolved", "coverage", "resolution"),
    "top": _GROUP,
    "gaps": _GROUP,
    "helpfulness": (
        *("article", "language", "title", "version", "since", "asked", "people"),
        *("up", "down", "low", "high", "known", "resolved"),
    ),
    "satisfaction": ("from", *_MEASURED),
    "themes": ("theme", *_MEASURED),
    "channels": ("channel", *_MEASURED),
    "languages": ("language", *_MEASURED),
    "opinions": COLUMNS,
    "subjects": ("keywords", "language", "comments", "positive", "negative", *KINDS),
    "verbatims": ("theme", "at", "kind", "score", "text"),
}


def _coverage(visit: Visit, asked: Looking) -> Rows:
    counts = asked.insight(visit.console.database).coverage(asked.days, asked.step)
    for first, one in counts.items():
        yield first, *_counted(one)


def _top(visit: Visit, asked: Looking) -> Rows:
    yield from _groups(asked.insight(visit.console.database).top_groups(asked.days, MOST))


def _gaps(visit: Visit, asked: Looking) -> Rows:
    yield from _groups(asked.insight(visit.console.database).gaps(asked.days, MOST))


def _helpfulness(visit: Visit, asked: Looking) -> Rows:
    known = titles(visit)
    for one in asked.insight(visit.console.database).helpfulness(asked.days, MOST):
        title = known.get((one.article, one.language), "")
        low, high = (round(edge, 4) for edge in one.interval)
        yield (
            one.article, one.language, title, one.version, _moment(one.first), one.asked,
            one.people, one.up, one.down, low, high, one.known, one.resolved,
        )  # fmt: skip


def _scored(by: Callable[[Satisfaction, str], Mapping[Any, Scores]]) -> Table:
    """A table of every measure, by whatever `by` tells apart."""

    def rows(visit: Visit, asked: Looking) -> Rows:
        found = opinions(visit, asked)
        for kind in KINDS:
            for where, scores in by(found, kind).items():
                edges = (round(edge, 4) for edge in scores.interval)
                yield where, kind, _value(scores), *edges, scores.answers

    return rows


def _opinions(visit: Visit, asked: Looking) -> Rows:
    yield from opinion_rows(each_opinion(visit, asked))


def _subjects(visit: Visit, asked: Looking) -> Rows:
    for one in subjects(visit, asked):
        scores = (_value(one.scores[kind]) if kind in one.scores else None for kind in KINDS)
        yield one.keywords, one.language, one.comments, one.positive, one.negative, *scores


def _verbatims(visit: Visit, asked: Looking) -> Rows:
    for theme, some in sorted(opinions(visit, asked).verbatims.items()):
        for one in some:
            yield theme, _moment(one.at), one.kind, one.score, one.text


TABLES: dict[str, Table] = {
    "coverage": _coverage,
    "top": _top,
    "gaps": _gaps,
    "helpfulness": _helpfulness,
    "satisfaction": _scored(Satisfaction.over_time),
    "themes": _scored(Satisfaction.by_theme),
    "channels": _scored(Satisfaction.by_channel),
    "languages": _scored(Satisfaction.by_language),
    "opinions": _opinions,
    "subjects": _subjects,
    "verbatims": _verbatims,
}


def _groups(found: list[Gap]) -> Rows:
    for one in found:
        yield one.group, one.language, one.example, one.asked, one.people, _moment(one.last)


def _counted(one: Count) -> tuple[Any, ...]:
    shares = (None if s is None else round(s, 4) for s in (one.coverage, one.resolution))
    return one.asked, one.answered, one.known, one.resolved, *shares


def _value(scores: Scores) -> float | None:
    return None if scores.value is None else round(scores.value, 4)


def _moment(at: datetime) -> str | date:
    return at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M")
