"""Checks and releases, for programs: examine drafts, accept what changes, publish."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from knowledge_base.console.declared import Api
from knowledge_base.console.publish_models import (
    Accepted,
    CheckOut,
    DraftAt,
    NewCheck,
    NewRelease,
    plain_report,
)
from knowledge_base.console.releases_api import ReleaseOut, plain_release
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.candidates import Stale
from knowledge_base.curation.check_rows import Check
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.releases import PublishRefused
from knowledge_base.curation.roles import Right

api = Api()


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
    found, who = _known(visit, name), visit.person.name
    visit.console.publishing.accept(found, accepted.ids, who, accepted.reason)
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
        report=plain_report(one),
    )  # fmt: skip
