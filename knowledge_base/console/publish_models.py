"""What programs send and read of checks: drafts, findings, changed answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field

from knowledge_base.console.numbers import MOST
from knowledge_base.curation.acceptances import Acceptance
from knowledge_base.curation.check_rows import Check
from knowledge_base.curation.collisions import Collision
from knowledge_base.curation.findings import Finding


class DraftAt(BaseModel):
    article: str
    language: Literal["fr", "en"]
    revision: int = Field(ge=1, le=MOST, description="the draft's revision that is meant")


class NewCheck(BaseModel):
    why: str = Field(min_length=1, max_length=2000)
    drafts: list[DraftAt] | None = Field(None, max_length=5000, description="all without it")


class FindingOut(BaseModel):
    id: str = Field(description="the same for the same finding in another check")
    accepted: bool
    accepted_by: str
    reason: str = Field(description="why it was accepted")
    kind: str
    severity: Literal["blocking", "warning"]
    articles: list[tuple[str, str]]
    detail: dict[str, str | float]


class QuestionOut(BaseModel):
    id: str
    question: str = Field(description="as it was asked, masked")
    language: str
    people: int
    accepted: bool


class CollisionOut(BaseModel):
    kind: Literal["other", "lost", "weaker", "gained", "shifted"]
    before: str
    after: str
    people: int
    questions: list[QuestionOut]


class ReportOut(BaseModel):
    passes: bool
    elapsed: float
    seconds: dict[str, float]
    questions: int
    cases: int
    findings: list[FindingOut]
    collisions: list[CollisionOut]


class CheckOut(BaseModel):
    id: str
    by: str
    why: str
    at: datetime
    state: Literal["running", "done", "failed", "died"]
    done: int
    total: int
    obstacle: str = Field(description="what keeps its drafts from being published; empty: nothing")
    drafts: list[DraftAt]
    report: ReportOut | None


class Accepted(BaseModel):
    ids: list[str] = Field(
        min_length=1, max_length=5000, description="of questions and findings in a report"
    )
    reason: str = Field("", max_length=500, description="needed for findings: why it is right")


class NewRelease(BaseModel):
    check: str = Field(description="the check that examined exactly these drafts")
    why: str = Field(min_length=1, max_length=2000)
    at: AwareDatetime | None = Field(None, description="a time to come; now without it")


def plain_report(check: Check) -> ReportOut | None:
    """What a check found."""
    one = check.report
    if one is None:
        return None
    return ReportOut(
        passes=one.passes, elapsed=one.elapsed, seconds=dict(one.seconds),
        questions=one.questions, cases=one.cases,
        findings=[_finding(found, one.accepted) for found in one.findings],
        collisions=[_collision(found, one.accepted) for found in one.collisions],
    )  # fmt: skip


def _finding(one: Finding, accepted: Mapping[str, Acceptance]) -> FindingOut:
    who = accepted.get(one.id)
    return FindingOut(
        id=one.id, accepted=who is not None, accepted_by=who.by if who else "",
        reason=who.reason if who else "", kind=one.kind, severity=one.severity,
        articles=list(one.articles), detail=dict(one.detail),
    )  # fmt: skip


def _collision(one: Collision, accepted: Mapping[str, Acceptance]) -> CollisionOut:
    questions = [
        QuestionOut(id=moved.id, question=moved.question.text, language=moved.question.language,
                    people=moved.question.people, accepted=moved.id in accepted)
        for moved in one.questions
    ]  # fmt: skip
    return CollisionOut(
        kind=one.kind, before=one.before, after=one.after, people=one.people, questions=questions
    )
