"""The one-time link by which a colleague sets a password, and is signed in."""

from __future__ import annotations

from starlette.responses import Response

from knowledge_base.console.declared import OPEN, Pages
from knowledge_base.console.parts import Part
from knowledge_base.console.sign_in import admitted
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.passwords import WeakPassword
from knowledge_base.curation.people import NotPossible

pages = Pages()
part = Part(pages)


@pages.get("/invitation/{secret}", right=OPEN)
def invited(visit: Here, secret: str) -> Response:
    return _page(visit, secret)


@pages.post("/invitation/{secret}", right=OPEN)
def accept(visit: Here, secret: str) -> Response:
    new = visit.field("new")
    if new != visit.field("again"):
        return _page(visit, secret, 422, {"again": visit.t("invitation.differ")})
    try:
        person = visit.console.sign_in.accept(secret, new)
    except WeakPassword as weak:
        return _page(visit, secret, 422, {"new": visit.t(f"account.weak.{weak.reason}")})
    except NotPossible:
        return _page(visit, secret)
    return admitted(visit, person.id)


def _page(
    visit: Visit, secret: str, status: int = 200, errors: dict[str, str] | None = None
) -> Response:
    person = visit.console.people.invited(secret)
    if person is None:
        return visit.page("refusal.html", 404, why="invitation")
    return visit.page("invitation.html", status, person=person, errors=errors or {})
