"""Plain pages for what cannot be shown: not signed in, not allowed, not there, broken."""

from __future__ import annotations

from urllib.parse import quote

import structlog
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from knowledge_base.console.guard import Guard, SignInNeeded
from knowledge_base.console.visit import Visit

log = structlog.get_logger()
WORDED = {403, 404, 409, 413, 422, 503}


class RefusalPages:
    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def answer(self, request: Request, error: Exception) -> Response:
        if isinstance(error, SignInNeeded):
            return _to_sign_in(request)
        if isinstance(error, HTTPException):
            is_csrf = error.detail == "csrf"
            return await self.page(request, error.status_code, "csrf" if is_csrf else "")
        if isinstance(error, RequestValidationError):
            return await self.page(request, 404 if request.method == "GET" else 422)
        assert isinstance(error, DBAPIError)
        log.warning(
            "the console's database failed",
            error=type(error).__name__,
            correlation=request.scope.get("correlation", ""),
        )
        return await self.page(request, 503)

    async def failed(self, request: Request, _error: Exception) -> Response:
        return await self.page(request, 500)

    async def page(self, request: Request, status: int, why: str = "") -> Response:
        """A page that says what happened, in the visitor's language."""
        visit = await self._visit(request)
        why = why or (str(status) if status in WORDED else "500" if status >= 500 else "404")
        return visit.page("refusal.html", status, why=why)

    async def _visit(self, request: Request) -> Visit:
        """The visit that the guard began, or one of a stranger when even that fails."""
        known = getattr(request.state, "visit", None)
        if known is not None:
            return known  # type: ignore[no-any-return]
        try:
            return await self._guard.visit(request)
        except Exception:
            return self._guard.stranger(request)


def _to_sign_in(request: Request) -> Response:
    """Signed in, one comes back to the page one wanted; what was to be changed was not."""
    wanted = ""
    if request.method == "GET":
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    address = "/console/sign-in" + (f"?next={quote(wanted)}" if wanted else "")
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers={"HX-Redirect": "/console/sign-in"})
    return RedirectResponse(address, 303)
