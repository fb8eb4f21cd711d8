"""Signing in and out, and choosing a language before."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from knowledge_base.console.cookies import YEAR
from knowledge_base.console.declared import OPEN, Pages
from knowledge_base.console.parts import Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.console.wording import LANGUAGES
from knowledge_base.curation.roles import Right
from knowledge_base.curation.sign_in import LockedOut

pages = Pages()
part = Part(pages)


@pages.get("/sign-in", right=OPEN)
def form(visit: Here, next: str = "") -> Response:
    if visit.signed_in:
        return RedirectResponse(within(next), 303)
    return _form(visit, 200, next)


@pages.post("/sign-in", right=OPEN)
def sign_in(visit: Here) -> Response:
    name, wanted = visit.field("name"), visit.field("next")
    address = visit.console.address_of(visit.request.scope)
    try:
        person = visit.console.sign_in.by_password(name, visit.field("password"), address)
    except LockedOut:
        return _form(visit, 429, wanted, name, "sign_in.locked")
    if person is None:
        return _form(visit, 401, wanted, name, "sign_in.wrong")
    return admitted(visit, person.id, wanted)


@pages.post("/sign-out", right=Right.READ)
def sign_out(visit: Here) -> Response:
    if visit.session:
        visit.console.sessions.end(visit.session.id, visit.person.id)
    response = visit.redirect("/sign-in", "sign_in.out")
    visit.console.cookies.take(response, visit.console.cookies.session)
    return response


@pages.post("/language", right=OPEN)
def language(visit: Here) -> Response:
    """The cookie serves before signing in, the person's own preference after."""
    chosen = visit.field("language")
    response = RedirectResponse(within(visit.field("back")), 303)
    if chosen in LANGUAGES:
        visit.console.cookies.give(response, visit.console.cookies.language, chosen, YEAR)
        if visit.signed_in:
            person = visit.signed_in
            visit.console.people.prefer(person.id, chosen, person.shortcuts)
    return response


@pages.get("/static/{mark}/{name}", right=OPEN)
def static(visit: Here, mark: str, name: str) -> Response:
    from starlette.exceptions import HTTPException

    found = visit.console.files.response(mark, name, visit.request)
    if found is None:
        raise HTTPException(404)
    return found


def admitted(visit: Visit, person: int, wanted: str = "") -> Response:
    """Begin a session under a fresh secret, and go where one wanted to go."""
    device = visit.request.headers.get("user-agent", "")
    secret = visit.console.sessions.begin(person, device)
    response = RedirectResponse(within(wanted), 303)
    visit.console.cookies.give_session(response, secret)
    visit.console.cookies.take(response, visit.console.cookies.visitor)
    return response


def within(wanted: str) -> str:
    """The address if it is one of the console's own pages, else the home page."""
    is_ours = wanted == "/console" or wanted.startswith("/console/")
    return wanted if is_ours and "\\" not in wanted and wanted.isprintable() else "/console/"


def _form(visit: Visit, status: int, wanted: str = "", name: str = "", error: str = "") -> Response:
    errors = {"password": visit.t(error)} if error else {}
    with_provider = visit.console.provider is not None
    values = {"wanted": wanted, "name": name, "errors": errors, "with_provider": with_provider}
    return visit.page("sign_in.html", status, **values)
