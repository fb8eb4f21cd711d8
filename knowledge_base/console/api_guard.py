"""The guard of the JSON API: a token or a session, and refusals that programs can read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog
from fastapi import Security
from fastapi.exceptions import RequestValidationError
from fastapi.security import APIKeyCookie, HTTPBearer
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from knowledge_base.console.declared import Access
from knowledge_base.console.guard import Guard, Handler
from knowledge_base.console.wording import preferred, texts, translator
from knowledge_base.curation.people import NotPossible

if TYPE_CHECKING:
    from knowledge_base.console.frame import Console

log = structlog.get_logger()
# Only described here, for OpenAPI: the guard itself looks at them.
SCHEMES = [
    Security(HTTPBearer(auto_error=False, scheme_name="token")),
    Security(APIKeyCookie(name="guichet_console", auto_error=False, scheme_name="session")),
]
NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # which no database keeps
REASONS = {
    400: "invalid",
    401: "unauthorised",
    403: "forbidden",
    404: "not_found",
    409: "conflict",
    413: "too_large",
    422: "invalid",
    503: "busy",
}


class ApiGuard(Guard):
    def __init__(self, console: Console) -> None:
        super().__init__(console, bearer=True)

    async def admit(self, request: Request, access: Access) -> None:
        await super().admit(request, access)
        if "json" in request.headers.get("content-type", "") and NUL.search(await request.body()):
            raise HTTPException(422)

    def answering(self, handler: Handler) -> Handler:
        async def handle(request: Request) -> Response:
            try:
                response = await handler(request)
            except Exception as error:
                response = refusal(request, error)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return handle


def refusal(request: Request, error: Exception) -> Response:
    """An error as a problem; raises again what nobody foresaw."""
    if isinstance(error, RequestValidationError):
        places = [{"loc": list(one["loc"]), "msg": one["msg"]} for one in error.errors()]
        return problem(request, 422, "invalid", errors=places)
    if isinstance(error, NotPossible):
        return problem(request, 409, error.reason)
    if isinstance(error, HTTPException):
        reason = REASONS.get(error.status_code, "refused")
        return problem(request, error.status_code, reason, str(error.detail))
    if isinstance(error, DBAPIError):
        log.warning("the console's database failed", error=type(error).__name__)
        return problem(request, 503, "busy")
    raise error


def problem(request: Request, status: int, reason: str, detail: str = "", **more: Any) -> Response:
    """`application/problem+json`: a reason to test for, and a sentence to read."""
    language = preferred(request.headers.get("accept-language", "en"))
    known = texts(language)
    named = (f"problem.{detail}", f"people.refused.{reason}", f"problem.{reason}")
    key = next((name for name in named if name in known), "")
    sentence = translator(language)(key) if key else detail
    body = {"status": status, "reason": reason, "detail": sentence, **more}
    return JSONResponse(body, status, media_type="application/problem+json")
