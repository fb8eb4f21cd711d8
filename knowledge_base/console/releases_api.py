"""Releases, for programs: read them, see whether one is served, undo one."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from knowledge_base.console.declared import Api
from knowledge_base.console.numbers import Number
from knowledge_base.console.visit import Here
from knowledge_base.curation.going_live import progress
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.releases import PublishRefused, Release
from knowledge_base.curation.roles import Right, Role

api = Api()


class ChangeOut(BaseModel):
    article: str
    language: str
    before: str | None = Field(description="the version that it had; null: not served")
    after: str | None


class ReleaseOut(BaseModel):
    number: int
    by: str
    why: str
    at: datetime
    state: Literal["scheduled", "live", "undone", "refused"]
    undoes: int | None
    reason: str
    changes: list[ChangeOut]


class ReleaseNow(ReleaseOut):
    served: Literal["online", "waiting", "trouble", "replaced", "unknown", "not_live"] = Field(
        description="whether the process that answers serves it"
    )


class Undoing(BaseModel):
    why: str = Field("", max_length=2000)
    force: bool = Field(False, description="even over later changes; administrators only")


@api.get("/releases", right=Right.READ)
def releases(
    visit: Here,
    before: Annotated[Number, Query(description="only older than this one")] = 0,
    size: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[ReleaseOut]:
    """Newest first."""
    known = visit.console.publishing.releases(visit.person.name)
    return [plain_release(one) for one in known.page(before or None, size)]


@api.get("/releases/{number:int}", right=Right.READ)
def release(visit: Here, number: int) -> ReleaseNow:
    """One release, and whether it is served already."""
    console = visit.console
    found = console.publishing.releases(visit.person.name).get(number)
    if found is None:
        raise HTTPException(404)
    served = progress(found, console.sources, console.knowledge)
    return ReleaseNow(**plain_release(found).model_dump(), served=served)


@api.post("/releases/{number:int}/undo", right=Right.PUBLISH)
def undo(visit: Here, number: int, wanted: Undoing) -> ReleaseOut:
    """The release that puts back what was before; a scheduled one becomes drafts again."""
    publishing, who = visit.console.publishing, visit.person
    if publishing.releases(who.name).get(number) is None:
        raise HTTPException(404)
    if wanted.force and who.role is not Role.ADMINISTRATOR:
        raise HTTPException(403, "right")
    try:
        return plain_release(publishing.undo(number, who.name, wanted.why, wanted.force))
    except PublishRefused as refused:
        raise NotPossible(refused.code) from None


def plain_release(one: Release) -> ReleaseOut:
    changes = [
        ChangeOut(article=change.key[0], language=change.key[1],
                  before=change.before.version if change.before else None,
                  after=change.after.version if change.after else None)
        for change in one.changes
    ]  # fmt: skip
    return ReleaseOut(
        number=one.number, by=one.by, why=one.why, at=one.at, state=one.state,
        undoes=one.undoes, reason=one.reason, changes=changes,
    )  # fmt: skip
