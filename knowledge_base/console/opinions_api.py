"""What people thought, for programs: measures with their intervals, and words, masked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from knowledge_base.console.declared import Api
from knowledge_base.console.insight_api import RANGE
from knowledge_base.console.insight_range import looking
from knowledge_base.console.insight_view import opinions, subjects
from knowledge_base.console.visit import Here
from knowledge_base.curation.measures import KINDS, Scores
from knowledge_base.curation.roles import Right
from knowledge_base.curation.verbatim_lists import CommentTheme

api = Api()


class ScoresOut(BaseModel):
    kind: str = Field(description="ces, csat or nps")
    first: date | None = None
    theme: str | None = None
    channel: str | None = None
    language: str | None = None
    value: float | None = Field(description="ces: 1 to 5; csat: a share; nps: -100 to 100")
    interval: tuple[float, float] = Field(description="where the true value lies, 95 %")
    answers: int
    given: dict[int, int] = Field(description="how often each score was given")


class VerbatimOut(BaseModel):
    theme: str = ""
    at: datetime
    kind: str
    score: int
    text: str = Field(description="masked")
    tone: str = Field("", description="positive, negative, or empty: not plain, or not told")


class SubjectOut(BaseModel):
    keywords: str = Field(description="names the theme; empty: like too few others")
    language: str
    comments: int
    positive: int
    negative: int
    scores: list[ScoresOut]
    verbatims: list[VerbatimOut]


class OpinionsOut(BaseModel):
    since: date
    until: date
    over_time: list[ScoresOut]
    by_theme: list[ScoresOut]
    by_channel: list[ScoresOut]
    by_language: list[ScoresOut]
    verbatims: list[VerbatimOut]
    subjects: list[SubjectOut] = Field(description="what the comments are about, put together")


@api.get("/opinions", right=Right.READ, description=f"What people thought; {RANGE}")
def thought(visit: Here) -> OpinionsOut:
    asked = looking(visit.request.query_params)
    found = opinions(visit, asked)
    verbatims = [
        VerbatimOut(theme=theme, **vars(one))
        for theme, some in found.verbatims.items()
        for one in some
    ]
    return OpinionsOut(
        since=asked.days.first, until=asked.days.last, verbatims=verbatims,
        over_time=_all("first", found.over_time), by_theme=_all("theme", found.by_theme),
        by_channel=_all("channel", found.by_channel),
        by_language=_all("language", found.by_language),
        subjects=[_subject(one) for one in subjects(visit, asked)],
    )  # fmt: skip


def _all(name: str, of: Any) -> list[ScoresOut]:
    """Every measure, told apart by what `name` says."""
    found: list[tuple[str, Mapping[Any, Scores]]] = [(kind, of(kind)) for kind in KINDS]
    return [_scores(one, **{name: where}) for _, some in found for where, one in some.items()]


def _scores(one: Scores, **where: Any) -> ScoresOut:
    return ScoresOut(
        kind=one.kind, value=one.value, interval=one.interval, answers=one.answers,
        given=dict(one.given), **where,
    )  # fmt: skip


def _subject(one: CommentTheme) -> SubjectOut:
    return SubjectOut(
        keywords=one.keywords, language=one.language, comments=one.comments,
        positive=one.positive, negative=one.negative,
        scores=[_scores(scores) for scores in one.scores.values()],
        verbatims=[VerbatimOut(**vars(said)) for said in one.verbatims],
    )  # fmt: skip
