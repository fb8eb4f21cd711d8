"""Lets a request through to its route, or says why not: who, what right, from our own page?"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from knowledge_base.console.cookies import csrf_of
from knowledge_base.console.declared import OPEN, Access
from knowledge_base.console.numbers import MOST
from knowledge_base.console.visit import Visit
from knowledge_base.console.wording import LANGUAGES, preferred

if TYPE_CHECKING:
    from knowledge_base.console.frame import Console

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
SAFE = {"GET", "HEAD", "OPTIONS"}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
FIELDS = 2000


class SignInNeeded(HTTPException):
    def __init__(self) -> None:
        super().__init__(401, "sign_in")


class Forbidden(HTTPException):
    """`why`: `right` (the role is too small) or `csrf` (not from a page of ours)."""

    def __init__(self, why: str) -> None:
        super().__init__(403, why)


class Guard:
    def __init__(self, console: Console, bearer: bool = False) -> None:
        self._console, self._takes_bearer = console, bearer

    def route(self, access: Access) -> type[APIRoute]:
        """A class of routes that ask this guard before anything of the request is parsed."""
        guard = self

        class Guarded(APIRoute):
            def get_route_handler(self) -> Handler:
                inner = super().get_route_handler()

                async def handle(request: Request) -> Response:
                    await guard.admit(request, access)
                    return await inner(request)

                return guard.answering(handle)

        return Guarded

    def answering(self, handler: Handler) -> Handler:
        return handler

    async def admit(self, request: Request, access: Access) -> None:
        """Puts the visit into the request's state; SignInNeeded or Forbidden otherwise."""
        visit = await self.visit(request)
        request.state.visit = visit
        if not is_address(request):
            raise HTTPException(404)
        if access is not OPEN:
            if visit.signed_in is None:
                raise SignInNeeded
            if not visit.may(access):
                raise Forbidden("right")
        if request.method not in SAFE and not self._bearer(request):
            await self._check_source(request, visit)

    async def visit(self, request: Request) -> Visit:
        """Who asks: by a token (then no cookie counts), by a session, or nobody."""
        visit = self.stranger(request)
        if bearer := self._bearer(request):
            visit.signed_in = await run_in_threadpool(self._console.tokens.holder, bearer)
            return visit
        secret = request.cookies.get(self._console.cookies.session, "")
        session = await run_in_threadpool(self._console.sessions.find, secret) if secret else None
        if session:
            visit.session, visit.signed_in = session, session.person
            visit.secret, visit.csrf = secret, csrf_of(secret)
            visit.language = session.person.language
        return visit

    def stranger(self, request: Request) -> Visit:
        """A visit of nobody, made without asking the database."""
        secret = request.cookies.get(self._console.cookies.visitor) or secrets.token_urlsafe(32)
        language, made = self._language(request), csrf_of(secret)
        correlation = request.scope.get("correlation", "")
        return Visit(self._console, request, language, secret, made, correlation=correlation)

    def _bearer(self, request: Request) -> str:
        return _bearer(request) if self._takes_bearer else ""

    def _language(self, request: Request) -> str:
        chosen = request.cookies.get(self._console.cookies.language, "")
        accepted = request.headers.get("accept-language", "")
        return chosen if chosen in LANGUAGES else preferred(accepted)

    async def _check_source(self, request: Request, visit: Visit) -> None:
        if not is_ours(request, self._console.origin):
            raise Forbidden("csrf")
        if request.headers.get("content-type", "").startswith(FORMS):
            visit.form = await request.form(max_fields=FIELDS)
            if any("\x00" in one for _, one in visit.form.multi_items() if isinstance(one, str)):
                raise HTTPException(422)
        given = request.headers.get("x-csrf-token") or visit.field("csrf")
        if not hmac.compare_digest(given.encode(), visit.csrf.encode()):
            raise Forbidden("csrf")


def is_address(request: Request) -> bool:
    """Whether a row may be called so: no number is too large, and nothing ends a text."""
    places = request.path_params.values()
    if any(isinstance(one, int) and one > MOST for one in places):
        return False
    said = (
        *map(str, places),
        *(text for pair in request.query_params.multi_items() for text in pair),
    )
    return not any("\x00" in one for one in said)


def is_ours(request: Request, public: str) -> bool:
    """Whether a browser says that the request comes from a page of this very site."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site", "none") in ("same-origin", "none")
    if public and origin == public:
        return True
    return urlsplit(origin).netloc == request.headers.get("host", "") != ""


def _bearer(request: Request) -> str:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""
