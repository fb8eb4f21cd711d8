"""Checks and releases, for programs: examine drafts, accept what changes, publish."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import AwareDatetime, BaseModel, Field
from starlette.exceptions import HTTPException

from knowledge_base.console.declared import Api
from knowledge_base.console.releases_api import ReleaseOut, plain_release
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.candidates import Stale
from knowledge_base.curation.check_rows import Check
from knowledge_base.curation.collisions import Collision
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.findings import Finding
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.releases import PublishRefused
from knowledge_base.curation.roles import Right

api = Api()


class DraftAt(BaseModel):
    article: str
    language: Literal["fr", "en"]
    revision: int = Field(ge=1, description="the draft's revision that is meant")


class NewCheck(BaseModel):
    why: str = Field(min_length=1, max_length=2000)
    drafts: list[DraftAt] | None = Field(None, max_length=5000, description="all without it")


class FindingOut(BaseModel):
    id: str = Field(description="the same for the same finding in another check")
    accepted: bool
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


class NewRelease(BaseModel):
    check: str = Field(description="the check that examined exactly these drafts")
    why: str = Field(min_length=1, max_length=2000)
    at: AwareDatetime | None = Field(None, description="a time to come; now without it")


@api.post("/checks", right=Right.PUBLISH, status_code=202)
def check(visit: Here, new: NewCheck) -> CheckOut:
    """Begin to examine drafts; ask for the check again until it is `done`."""
    if new.drafts is None:
        standing = Drafts(visit.console.database, visit.console.sources).all()
        wanted = {key: draft.revision for key, draft in standing.items()}
    else:
        wanted = {(one.article, one.language): one.revision for one in new.drafts}
    if not wanted:
        raise NotPossible("nothing")
    if visit.console.knowledge is None:
        raise NotPossible("knowledge")
    try:
        return _plain(visit, visit.console.checks.start(wanted, new.why, visit.person.name))
    except Stale:
        raise NotPossible("outdated") from None


@api.get("/checks/{name}", right=Right.READ)
def checked(visit: Here, name: str) -> CheckOut:
    """How far a check is, and its report."""
    return _plain(visit, name)


@api.post("/checks/{name}/accepted", right=Right.PUBLISH)
def accept(visit: Here, name: str, accepted: Accepted) -> CheckOut:
    """Accept that questions get another answer, or that an alarm is false; it is audited."""
    visit.console.publishing.accept(_known(visit, name), accepted.ids, visit.person.name)
    return _plain(visit, name)


@api.post("/releases", right=Right.PUBLISH, status_code=201)
def publish(visit: Here, new: NewRelease) -> ReleaseOut:
    """Publish what a check examined, now or later; refused while something blocks it."""
    found = _known(visit, new.check)
    try:
        made = visit.console.publishing.publish(found, visit.person.name, new.why, new.at)
    except PublishRefused as refused:
        raise NotPossible(refused.code) from None
    return plain_release(made)


def _known(visit: Visit, name: str) -> Check:
    found = visit.console.checks.get(name)
    if found is None:
        raise HTTPException(404)
    return found


def _plain(visit: Visit, name: str) -> CheckOut:
    one = _known(visit, name)
    drafts = [
        DraftAt(article=key[0], language=key[1], revision=number)  # type: ignore[arg-type]
        for key, number in one.drafts.items()
    ]
    return CheckOut(
        id=one.id, by=one.by, why=one.why, at=one.at, state=one.state, done=one.done,
        total=one.total, obstacle=visit.console.publishing.verdict(one).obstacle, drafts=drafts,
        report=_report(one),
    )  # fmt: skip


def _report(check: Check) -> ReportOut | None:
    one = check.report
    if one is None:
        return None
    return ReportOut(
        passes=one.passes, elapsed=one.elapsed, seconds=dict(one.seconds),
        questions=one.questions, cases=one.cases,
        findings=[_finding(found, one.accepted) for found in one.findings],
        collisions=[_collision(found, one.accepted) for found in one.collisions],
    )  # fmt: skip


def _finding(one: Finding, accepted: frozenset[str]) -> FindingOut:
    return FindingOut(
        id=one.id, accepted=one.id in accepted, kind=one.kind, severity=one.severity,
        articles=list(one.articles), detail=dict(one.detail),
    )  # fmt: skip


def _collision(one: Collision, accepted: frozenset[str]) -> CollisionOut:
    questions = [
        QuestionOut(id=moved.id, question=moved.question.text, language=moved.question.language,
                    people=moved.question.people, accepted=moved.id in accepted)
        for moved in one.questions
    ]  # fmt: skip
    return CollisionOut(
        kind=one.kind, before=one.before, after=one.after, people=one.people, questions=questions
    )
