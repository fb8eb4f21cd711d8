"""One request to the console: who it is, in which language, and how to answer."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from knowledge_base.console.typed import Typed
from knowledge_base.console.wording import translator
from knowledge_base.curation.people import Person
from knowledge_base.curation.roles import Right
from knowledge_base.curation.sessions import Session

if TYPE_CHECKING:
    from knowledge_base.console.frame import Console

NOTICE, NOTICE_SECONDS = "guichet_notice", 60


@dataclass
class Visit:
    """Handed to every page and API route as the parameter `visit: Here`."""

    console: Console
    request: Request
    language: str
    secret: str  # the cookie from which the CSRF token is made
    csrf: str
    signed_in: Person | None = None
    session: Session | None = None
    correlation: str = ""
    form: FormData = field(default_factory=FormData)

    @property
    def person(self) -> Person:
        """Who is signed in; only for routes that demand somebody."""
        assert self.signed_in is not None
        return self.signed_in

    @property
    def session_id(self) -> int | None:
        return self.session.id if self.session else None

    def t(self, key: str, /, **values: Any) -> str:
        return translator(self.language, self.console.folders)(key, **values)

    def may(self, right: Right) -> bool:
        return self.signed_in is not None and self.signed_in.role.may(right)

    def field(self, name: str, default: str = "") -> str:
        """A field of the form as text; a file is not text."""
        value = self.form.get(name, default)
        return value if isinstance(value, str) else default

    @property
    def is_htmx(self) -> bool:
        return self.request.headers.get("hx-request") == "true"

    def page(self, template: str, status: int = 200, /, **values: Any) -> Response:
        """A page made from a template; what was to be said once is said."""
        cookies = self.console.cookies
        notice = cookies.signed(self.request, NOTICE, NOTICE_SECONDS)
        typed = Typed(self.form) if status >= 400 else Typed()
        html = self.console.render(template, self, notice=notice, typed=typed, **values)
        response = HTMLResponse(html, status)
        if notice and status < 400 and not self.is_htmx:
            cookies.take(response, cookies.named(NOTICE))
        if self.session is None and self.secret != self.request.cookies.get(cookies.visitor):
            cookies.give(response, cookies.visitor, self.secret)
        return response

    def redirect(self, path: str, notice: str = "", /, **values: Any) -> Response:
        """Go on to a page of the console, which says the text `notice` once."""
        response: Response = RedirectResponse(f"/console{path}", 303)
        if self.is_htmx:
            response = Response(status_code=204, headers={"HX-Redirect": f"/console{path}"})
        if notice:
            said = self.t(notice, **values)
            self.console.cookies.give_signed(response, NOTICE, said, NOTICE_SECONDS)
        return response

    def ended(self, response: Response) -> Response:
        """Have it said that what a page waited for is there."""
        return self.say(response, self.t("frame.underway.ended")) if self.is_htmx else response

    def say(self, response: Response, text: str) -> Response:
        """Have a screen reader say a text when htmx has put the response into the page."""
        response.headers["HX-Trigger"] = json.dumps({"say": text})
        return response


def visit(request: Request) -> Visit:
    found: Visit = request.state.visit
    return found


Here = Annotated[Visit, Depends(visit)]


def page(request: Request, template: str, **values: Any) -> Response:
    """The same as `visit.page`, for who has only the request."""
    return visit(request).page(template, **values)
