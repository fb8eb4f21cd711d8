"""Releases: what went live, when and why; whether it is served yet; and back with one click."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from knowledge_base.console.declared import Pages
from knowledge_base.console.differences import lines
from knowledge_base.console.numbers import Number
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.publish import refusal
from knowledge_base.console.publish_view import article_address
from knowledge_base.console.releases_api import api
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.going_live import progress
from knowledge_base.curation.releases import PublishRefused, Release
from knowledge_base.curation.roles import Right, Role

PAGE = 20
pages = Pages()
part = Part(pages, api, (Link("/releases", "releases.title", "v", Right.READ),))


@pages.get("/releases", right=Right.READ)
def releases(visit: Here, before: Number = 0) -> Response:
    known = visit.console.publishing.releases(visit.person.name)
    found = known.page(before or None, PAGE)
    older = found[-1].number if found and found[-1].number > 1 else 0
    return visit.page("releases.html", releases=found, older=older)


@pages.get("/releases/{number:int}", right=Right.READ)
def release(visit: Here, number: int) -> Response:
    return _page(visit, _known(visit, number))


@pages.post("/releases/{number:int}/undo", right=Right.PUBLISH)
def undo(visit: Here, number: int) -> Response:
    """Back to what was before; a scheduled one becomes drafts again."""
    found = _known(visit, number)
    force = visit.field("force") == "yes" and visit.person.role is Role.ADMINISTRATOR
    try:
        by, why = visit.person.name, visit.field("why")
        made = visit.console.publishing.undo(number, by, why, force)
    except PublishRefused as refused:
        said = {"refused": refusal(visit, refused), "code": refused.code}
        return _page(visit, found, 409, why=visit.field("why"), **said)
    if made.number == number:
        return visit.redirect("/publish", "releases.called_off", number=number)
    return visit.redirect(f"/releases/{made.number}", "releases.undone_now", number=number)


def _known(visit: Visit, number: int) -> Release:
    found = visit.console.publishing.releases(visit.person.name).get(number)
    if found is None:
        raise HTTPException(404)
    return found


def _page(visit: Visit, release: Release, status: int = 200, /, **values: object) -> Response:
    given = {"refused": "", "why": "", "code": "", **values}
    console = visit.console
    live = progress(release, console.sources, console.knowledge)
    told = [(change, _lines(change.before, change.after)) for change in release.changes]
    template = "_live.html" if visit.is_htmx else "release.html"
    return visit.page(
        template, status, release=release, live=live, changes=told, address=article_address, **given
    )


def _lines(before: object, after: object) -> list[tuple[str, str]]:
    plain = [one.as_dict() if one else None for one in (before, after)]  # type: ignore[attr-defined]
    return lines(*plain)
