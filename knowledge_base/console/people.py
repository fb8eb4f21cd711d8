"""The colleagues: inviting, roles, leave and return, and signing somebody out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.people_api import api
from knowledge_base.console.visit import Here, Visit
from knowledge_base.console.wording import LANGUAGES
from knowledge_base.curation.changes import Changes
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.roles import Right, Role, role_named

pages = Pages()
part = Part(pages, api, (Link("/people", "people.title", "p", Right.PEOPLE),))


@pages.get("/people", right=Right.PEOPLE)
def people(visit: Here) -> Response:
    return _page(visit)


@pages.post("/people", right=Right.PEOPLE)
def invite_new(visit: Here) -> Response:
    """The link is shown once, here; how it reaches the colleague is the company's affair."""
    name, spoken = visit.field("name"), visit.field("language")
    language = spoken if spoken in LANGUAGES else visit.language
    try:
        role = role_named(visit.field("role"))
        made = visit.console.people.add(name, role, visit.person.name, language)
    except NotPossible as refused:
        errors = {"name": visit.t(f"people.refused.{refused.reason}")}
        return _page(visit, 422, errors=errors, name=name)
    except ValueError:
        return _page(visit, 422, name=name)
    return _invited(visit, made.id)


@pages.post("/people/{number:int}/invite", right=Right.PEOPLE)
def invite_again(visit: Here, number: int) -> Response:
    """Also for a forgotten password: the old one counts until the new one is set."""
    return _invited(visit, number)


@pages.post("/people/{number:int}/{change}", right=Right.PEOPLE)
def change(visit: Here, number: int, change: str) -> Response:
    changes, by = Changes(visit.console.database), visit.person.name
    try:
        if change == "role":
            changes.give_role(number, role_named(visit.field("role")), by)
        elif change in ("disable", "enable"):
            (changes.disable if change == "disable" else changes.enable)(number, by)
        elif change == "sign-out":
            changes.end_sessions(number, by)
        else:
            return visit.page("refusal.html", 404, why="404")
    except NotPossible as refused:
        return _page(visit, 409, refused=visit.t(f"people.refused.{refused.reason}"))
    except ValueError:
        return _page(visit, 422, refused=visit.t("people.refused.role"))
    return visit.redirect("/people", "people.changed")


def link_of(request: Request, origin: str, secret: str) -> str:
    """The invitation's address as the world reaches us, where we know that."""
    own = f"{request.url.scheme}://{request.url.netloc}"
    return f"{origin or own}/console/invitation/{secret}"


def _invited(visit: Visit, number: int) -> Response:
    try:
        secret = visit.console.people.invite(number, visit.person.name)
    except NotPossible as refused:
        return _page(visit, 409, refused=visit.t(f"people.refused.{refused.reason}"))
    link = link_of(visit.request, visit.console.origin, secret)
    return _page(visit, link=link, invited=visit.console.people.get(number))


def _page(visit: Visit, status: int = 200, /, **values: object) -> Response:
    given = {"link": "", "invited": None, "refused": "", "name": "", "errors": {}, **values}
    everybody = visit.console.people.all()
    return visit.page("people.html", status, everybody=everybody, roles=list(Role), **given)
