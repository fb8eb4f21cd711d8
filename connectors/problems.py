"""How the gateway says no to programs: a reason to test for, a detail to read, no echo."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

_REASONS = {
    400: "invalid",
    401: "unauthorised",
    404: "not_found",
    405: "not_allowed",
    413: "too_large",
    429: "too_many",
    503: "busy",
}


def problem(status: int, reason: str, detail: Any, headers: Any = None) -> Response:
    body = {"reason": reason, "detail": detail}
    return JSONResponse(body, status_code=status, headers=headers)


def handle(app: FastAPI) -> None:
    """Answer every error of an application's routes this way."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)


async def _refused(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    reason = _REASONS.get(error.status_code, "refused")
    return problem(error.status_code, reason, error.detail, error.headers)


async def _invalid(_request: Request, error: Exception) -> Response:
    """Where a value is wrong and why; what it was may be personal and is not repeated."""
    assert isinstance(error, RequestValidationError)
    details = [{"loc": list(e["loc"]), "msg": e["msg"]} for e in error.errors()]
    return problem(422, "invalid", details)
