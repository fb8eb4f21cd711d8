"""Figures as people of a language read them, and the pictures of the insight pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from knowledge_base.article import Key
from knowledge_base.console.insight_range import Looking
from knowledge_base.console.publish_view import decimal
from knowledge_base.console.visit import Visit
from knowledge_base.console.wording import day
from knowledge_base.curation.counting import Count
from knowledge_base.curation.measures import KINDS, Scores
from knowledge_base.curation.opinions import (
    Opinion,
    Read,
    Satisfaction,
    satisfaction,
    stored_opinions,
    themed,
)
from knowledge_base.curation.plots import Picture, Words, coverage_resolution
from knowledge_base.curation.plots import satisfaction as satisfaction_picture
from knowledge_base.curation.themes import Themes
from knowledge_base.curation.verbatim_lists import CommentTheme, comment_themes

NOTHING = "—"
SHARES = ("coverage", "resolution", "product")
COUNTED = ("asked", "answered", "resolved")


def share(visit: Visit) -> Callable[[float | None], str]:
    """A share as percent."""

    def told(value: float | None) -> str:
        return NOTHING if value is None else f"{decimal(visit.language, 100 * value)} %"

    return told


def said(visit: Visit) -> Callable[[Any], str]:
    """Any cell of a table."""

    def told(value: Any) -> str:
        if value is None:
            return NOTHING
        if isinstance(value, date):
            return day(value, visit.language)
        return decimal(visit.language, value) if isinstance(value, float) else str(value)

    return told


def titles(visit: Visit) -> dict[Key, str]:
    """What people call the articles that are served."""
    return {one.key: one.title for one in _articles(visit)}


def coverage_picture(visit: Visit, counts: Mapping[date, Count]) -> Picture:
    names = tuple(visit.t(f"insight.{name}") for name in (*SHARES, *COUNTED))
    t = partial(visit.t)
    words = Words(
        t("insight.plot.title"), t("insight.plot.about"), t("insight.day"), t("insight.percent"),
        names,
    )  # fmt: skip
    return coverage_resolution(counts, words)


def opinions(visit: Visit, asked: Looking) -> Satisfaction:
    """What people thought; by theme where a conversation was answered with an article."""
    return satisfaction(asked.days, _themes(visit), _reading(visit, asked), asked.step)


def each_opinion(visit: Visit, asked: Looking) -> Iterator[tuple[Opinion, str]]:
    """The same, one by one, the newest first."""
    return themed(_reading(visit, asked)(asked.days), _themes(visit))


def subjects(visit: Visit, asked: Looking) -> list[CommentTheme]:
    """What the comments are about, as the background put them together."""
    return comment_themes(visit.console.database, _reading(visit, asked)(asked.days))


def _reading(visit: Visit, asked: Looking) -> Read:
    language, channel = asked.language, asked.channel
    database = visit.console.database
    return partial(stored_opinions, database, language=language, channel=channel)


def _themes(visit: Visit) -> Themes:
    return Themes({one.id: one.category for one in _articles(visit)}, None, visit.console.database)


def measured(visit: Visit) -> Callable[[Scores | None], str]:
    """A measure with its interval and the number of answers, for a table's cell."""

    def told(scores: Scores | None) -> str:
        if scores is None or scores.value is None:
            return NOTHING
        edges = (scores.value, *scores.interval)
        value, low, high = (_plain(visit, scores.kind, one) for one in edges)
        return visit.t("insight.measured", value=value, low=low, high=high, count=scores.answers)

    return told


def _plain(visit: Visit, kind: str, value: float) -> str:
    return share(visit)(value) if kind == "csat" else decimal(visit.language, value)


def satisfaction_pictures(visit: Visit, found: Satisfaction) -> list[tuple[str, Picture]]:
    """One picture for each question that somebody answered."""
    given = [(kind, found.over_time(kind)) for kind in KINDS]
    return [
        (kind, satisfaction_picture(periods, _words(visit, kind)))
        for kind, periods in given
        if periods
    ]


def _words(visit: Visit, kind: str) -> Words:
    name = visit.t(f"insight.kind.{kind}")
    about = visit.t("insight.satisfaction.plot", name=name)
    edges = (visit.t("insight.low"), visit.t("insight.high"))
    lines = (name, *edges, visit.t("insight.answers"))
    return Words(name, about, visit.t("insight.day"), visit.t(f"insight.scale.{kind}"), lines)


def _articles(visit: Visit) -> list[Any]:
    """From memory where the knowledge base is there."""
    published = getattr(visit.console.knowledge, "published", None)
    return list(published.articles if published else visit.console.sources.read().articles.values())
