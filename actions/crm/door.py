"""The lock on the CRM's web API, and how its refusals are told to programs."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Depends, HTTPException, Request, Response, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from actions.crm.port import CrmRefused, CrmUnavailable, Refusal

NOT_UNDERSTOOD = (Refusal.INVALID, Refusal.UNKNOWN)
RETRY_SECONDS = "5"
RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "It was there already"},
    401: {"description": "No token, or not this one"},
    409: {"description": "`past`, `too_soon`, `too_far`, `closed`, `full`, `conflict`"},
    503: {"description": "The CRM is down or slow: the same request may be sent again"},
}
MEANINGS = {
    Refusal.PAST: "this moment has passed",
    Refusal.TOO_SOON: "this moment is too soon",
    Refusal.TOO_FAR: "this moment is too far away",
    Refusal.CLOSED: "nobody is there at this moment",
    Refusal.FULL: "every place at this moment is taken",
    Refusal.UNKNOWN: "a reference is not known",
    Refusal.NOT_OPEN: "this record is not open any more",
    Refusal.INVALID: "a value cannot be used",
    Refusal.CONFLICT: "somebody changed the same records meanwhile",
}
bearer = HTTPBearer(auto_error=False, description="`GUICHET_API_TOKEN`")


def locked(token: str) -> Callable[..., Awaitable[None]]:
    """A dependency that lets those through who hold the token; an empty token, nobody."""

    async def check(given: HTTPAuthorizationCredentials | None = Depends(bearer)) -> None:  # noqa: B008
        shown = given.credentials if given else ""
        if not token or not hmac.compare_digest(shown.encode(), token.encode()):
            raise HTTPException(
                status.HTTP_401_UNAUTHORIZED, "unauthorized", {"WWW-Authenticate": "Bearer"}
            )

    return check


class CrmRoute(APIRoute):
    """Tells why something was refused without repeating what was sent."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def handle_refusals(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as error:
                return _answer(422, "invalid", [_problem(one) for one in error.errors()])
            except CrmRefused as error:
                why = error.reason
                told = MEANINGS[why] if why is not Refusal.INVALID else error.detail
                code = 422 if why in NOT_UNDERSTOOD else 409
                return _answer(code, why.value, told or MEANINGS[why])
            except CrmUnavailable:
                later = "the CRM is down or slow: the same request may be sent again"
                return _answer(503, "unavailable", later, {"Retry-After": RETRY_SECONDS})

        return handle_refusals


def _answer(
    code: int, reason: str, detail: Any, headers: dict[str, str] | None = None
) -> JSONResponse:
    """A reason to test for and a detail to read, like every other door of the gateway."""
    return JSONResponse({"reason": reason, "detail": detail}, code, headers)


def _problem(error: dict[str, Any]) -> dict[str, Any]:
    """Where and why, without the value. A name that was sent may be no text at all."""
    place = [part if isinstance(part, int) else _shown(str(part)) for part in error["loc"]]
    return {"loc": place, "msg": _shown(error["msg"]), "type": error["type"]}


def _shown(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")[:200]
