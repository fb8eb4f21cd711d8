"""Insight, for programs: figures of a range of days."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from knowledge_base.console.declared import Api
from knowledge_base.console.insight_range import looking
from knowledge_base.console.visit import Here
from knowledge_base.curation.counting import Count, whole
from knowledge_base.curation.exports import export
from knowledge_base.curation.insight_rows import Gap, Helpfulness
from knowledge_base.curation.roles import Right

api = Api()
RANGE = (
    "`since` and `until` (days, both included; the last 30 without them), `step` (`day` or "
    "`week`), `language` and `channel` narrow it."
)


class CountOut(BaseModel):
    first: date | None = Field(description="the day, or the week's Monday; null: all of them")
    asked: int
    answered: int
    known: int = Field(description="answers old enough to tell whether they settled the matter")
    resolved: int
    coverage: float | None
    resolution: float | None


class GroupOut(BaseModel):
    group: int
    language: str
    example: str = Field(description="as it was asked, masked")
    asked: int
    people: int
    last: datetime


class HelpfulnessOut(BaseModel):
    article: str
    version: str
    language: str
    asked: int
    people: int
    up: int
    down: int
    known: int
    resolved: int
    first: datetime
    interval: tuple[float, float] = Field(description="of the share of thumbs up, 95 %")


class InsightOut(BaseModel):
    since: date
    until: date
    total: CountOut
    periods: list[CountOut]
    top: list[GroupOut]
    gaps: list[GroupOut]
    helpfulness: list[HelpfulnessOut]


@api.get("/insight", right=Right.READ, description=f"Coverage, gaps and helpfulness; {RANGE}")
def insight(visit: Here) -> InsightOut:
    asked = looking(visit.request.query_params)
    found = asked.insight(visit.console.database)
    counts = found.coverage(asked.days, asked.step)
    return InsightOut(
        since=asked.days.first, until=asked.days.last, total=_count(None, whole(counts.values())),
        periods=[_count(first, one) for first, one in counts.items()],
        top=[_group(one) for one in found.top_groups(asked.days)],
        gaps=[_group(one) for one in found.gaps(asked.days)],
        helpfulness=[_helpful(one) for one in found.helpfulness(asked.days)],
    )  # fmt: skip


@api.get(
    "/questions.csv",
    right=Right.EXPORT,
    response_class=StreamingResponse,
    description=f"Every question, masked, from which the figures are computed again; {RANGE}",
)
def every_question(visit: Here) -> Response:
    asked = looking(visit.request.query_params)
    lines = export(asked.insight(visit.console.database), asked.days)
    headers = {"Content-Disposition": f'attachment; filename="questions-{asked.name}.csv"'}
    return StreamingResponse(lines, headers=headers, media_type="text/csv; charset=utf-8")


def _count(first: date | None, one: Count) -> CountOut:
    return CountOut(first=first, **vars(one), coverage=one.coverage, resolution=one.resolution)


def _group(one: Gap) -> GroupOut:
    return GroupOut(**vars(one))


def _helpful(one: Helpfulness) -> HelpfulnessOut:
    return HelpfulnessOut(**vars(one), interval=one.interval)
