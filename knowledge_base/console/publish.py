"""Publishing: drafts that wait, their check by the gate, what was accepted, and the release."""

from __future__ import annotations

from functools import partial

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.clock import now
from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.publish_api import api
from knowledge_base.console.publish_cards import cards
from knowledge_base.console.publish_view import (
    SHOWN,
    article_address,
    decimal,
    grouped,
    paris_time,
    piles,
    read_tokens,
    titles,
    token,
)
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.candidates import Stale
from knowledge_base.curation.check_rows import Check
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.releases import PublishRefused
from knowledge_base.curation.roles import Right

pages = Pages()
part = Part(pages, api, (Link("/publish", "publish.title", "u", Right.READ),), cards)


@pages.get("/publish", right=Right.READ)
def publish(visit: Here) -> Response:
    return _page(visit)


@pages.post("/publish/check", right=Right.PUBLISH)
def check(visit: Here) -> Response:
    """Begin to examine the drafts that were ticked."""
    drafts, why = read_tokens(visit.form.getlist("draft")), visit.field("why")
    if not drafts:
        return _page(visit, 422, refused=visit.t("publish.refused.none"), ticked=set())
    if not why.strip():
        errors = {"why": visit.t("publish.refused.why")}
        return _page(visit, 422, errors=errors, ticked=set(drafts))
    if visit.console.knowledge is None:
        return _page(visit, 409, refused=visit.t("publish.refused.knowledge"), ticked=set(drafts))
    try:
        name = visit.console.checks.start(drafts, why, visit.person.name)
    except Stale as stale:
        moved = ", ".join(name for name, _ in stale.keys)
        return _page(
            visit, 409, refused=visit.t("publish.refused.moved", names=moved), ticked=set(drafts)
        )
    return visit.redirect(f"/publish/checks/{name}")


@pages.get("/publish/checks/{name}", right=Right.READ)
def checked(visit: Here, name: str) -> Response:
    """The report, or how far the check is; a page that waits fetches only what changes."""
    found = _check(visit, name)
    response = _report(visit, found)
    if visit.is_htmx and found.state != "running":
        visit.say(response, visit.t(f"publish.ended.{found.state}"))
    return response


@pages.post("/publish/checks/{name}/accept", right=Right.PUBLISH)
def accept(visit: Here, name: str) -> Response:
    ids = [one for one in visit.form.getlist("id") if isinstance(one, str)]
    found, reason = _check(visit, name), visit.field("reason")
    try:
        count = visit.console.publishing.accept(found, ids, visit.person.name, reason)
    except NotPossible:
        said = visit.t("publish.refused.reason")
        return _report(visit, found, 422, refused=said, errors={"reason": said})
    return visit.redirect(f"/publish/checks/{name}#harm", "publish.accepted_now", count=count)


@pages.post("/publish/checks/{name}/release", right=Right.PUBLISH)
def release(visit: Here, name: str) -> Response:
    """Publish what was checked, now or at an hour of Paris."""
    found, why, when = _check(visit, name), visit.field("why"), visit.field("at")
    at = paris_time(when) if when else None
    if not why.strip():
        return _report(visit, found, 422, errors={"why": visit.t("publish.refused.why")})
    if when and (at is None or at <= now()):
        errors = {"at": visit.t("publish.refused.past")}
        return _report(visit, found, 422, errors=errors, why=why, at=when)
    try:
        made = visit.console.publishing.publish(found, visit.person.name, why, at)
    except PublishRefused as refused:
        return _report(visit, found, 409, refused=refusal(visit, refused), why=why)
    said = "publish.scheduled_now" if made.state == "scheduled" else "publish.published_now"
    return visit.redirect(f"/releases/{made.number}", said, number=made.number)


def refusal(visit: Visit, refused: PublishRefused) -> str:
    """Why nothing was published or undone, in words."""
    who, name = refused.by or "—", refused.key[0] if refused.key else "—"
    return visit.t(f"publish.refused.{refused.code}", by=who, number=refused.number, name=name)


def _check(visit: Visit, name: str) -> Check:
    found = visit.console.checks.get(name)
    if found is None:
        raise HTTPException(404)
    return found


def _page(visit: Visit, status: int = 200, /, **values: object) -> Response:
    drafts = Drafts(visit.console.database, visit.console.sources).all()
    given = {"refused": "", "why": "", "errors": {}, "ticked": set(drafts), **values}
    releases = visit.console.publishing.releases(visit.person.name)
    return visit.page(
        "publish.html", status, groups=grouped(drafts), token=token, address=article_address,
        last=visit.console.checks.get(), scheduled=releases.scheduled(), **given,
    )  # fmt: skip


def _report(visit: Visit, check: Check, status: int = 200, /, **values: object) -> Response:
    given = {"refused": "", "why": check.why, "at": "", "errors": {}, **values}
    found, keys = check.report, set(check.drafts)
    return visit.page(
        "_check.html" if visit.is_htmx else "check.html", status, check=check, report=found,
        verdict=visit.console.publishing.verdict(check), address=article_address, shown=SHOWN,
        titles=titles(visit, check), decimal=partial(decimal, visit.language),
        blocking=piles(visit, found.grave, keys) if found else [],
        warnings=piles(visit, found.warnings, keys) if found else [], **given,
    )  # fmt: skip
