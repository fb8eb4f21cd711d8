"""My account: language, shortcuts, password, and where I am signed in."""

from __future__ import annotations

from starlette.responses import Response

from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.console.wording import LANGUAGES
from knowledge_base.curation.passwords import WeakPassword
from knowledge_base.curation.roles import Right
from knowledge_base.curation.sign_in import LockedOut

pages = Pages()
part = Part(pages)


@pages.get("/account", right=Right.READ)
def account(visit: Here) -> Response:
    return _page(visit)


@pages.post("/account/preferences", right=Right.READ)
def preferences(visit: Here) -> Response:
    language = visit.field("language")
    chosen = language if language in LANGUAGES else visit.language
    visit.console.people.prefer(visit.person.id, chosen, visit.field("shortcuts") == "yes")
    visit.language = chosen
    return visit.redirect("/account", "account.kept")


@pages.post("/account/password", right=Right.READ)
def password(visit: Here) -> Response:
    """The old password is asked again: a session alone, left open, must not suffice."""
    sign_in, person = visit.console.sign_in, visit.person
    address = visit.console.address_of(visit.request.scope)
    try:
        if not sign_in.is_password_of(person, visit.field("old"), address):
            return _page(visit, 422, {"old": visit.t("account.old_wrong")})
        sign_in.set_password(person, visit.field("new"), visit.session_id)
    except LockedOut:
        return _page(visit, 429, {"old": visit.t("sign_in.locked")})
    except WeakPassword as weak:
        return _page(visit, 422, {"new": visit.t(f"account.weak.{weak.reason}")})
    return visit.redirect("/account", "account.changed")


@pages.post("/account/sessions/{number:int}/end", right=Right.READ)
def end(visit: Here, number: int) -> Response:
    visit.console.sessions.end(number, visit.person.id)
    return visit.redirect("/account", "account.ended")


@pages.post("/account/sessions/end-others", right=Right.READ)
def end_others(visit: Here) -> Response:
    visit.console.sessions.end_all(visit.person.id, visit.session_id)
    return visit.redirect("/account", "account.ended")


def _page(visit: Visit, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    sessions = visit.console.sessions.of(visit.person.id)
    return visit.page("account.html", status, sessions=sessions, errors=errors or {})
