"""What every request meets first: a limit on its size, and headers that keep pages safe."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 64 * 1024

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class TooLarge(HTTPException):
    """A body went on after its limit. A route that reads it lets this pass."""

    def __init__(self, limit: int = MAX_BODY) -> None:
        super().__init__(413, f"a body holds {limit} bytes at most")


class BodyLimit:
    """Refuses bodies over a size, announced or not, before anyone reads them whole.

    Paths that begin like one of `larger` have a size of their own; the first that fits counts.
    """

    def __init__(
        self, app: ASGIApp, limit: int = MAX_BODY, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app, self._limit, self._larger = app, limit, dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        limit = self._limit_of(scope["path"])
        if _announced(scope) > limit:
            return await _refuse(scope, receive, send, limit)
        has_answered = False

        async def noted(message: Message) -> None:
            nonlocal has_answered
            has_answered = True
            await send(message)

        try:
            await self._app(scope, self._counted(receive, limit), noted)
        except TooLarge:
            if not has_answered:
                await _refuse(scope, receive, send, limit)

    def _limit_of(self, path: str) -> int:
        fitting = (size for start, size in self._larger.items() if path.startswith(start))
        return next(fitting, self._limit)

    def _counted(self, receive: Receive, limit: int) -> Receive:
        total = 0

        async def counted() -> Message:
            nonlocal total
            message = await receive()
            total += len(message.get("body", b""))
            if total > limit:
                raise TooLarge(limit)
            return message

        return counted


class SafeHeaders:
    """Adds the headers of a careful site to every response that does not set its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdecimal() else 0


async def _refuse(scope: Scope, receive: Receive, send: Send, limit: int) -> None:
    reason = {"reason": "too_large", "detail": f"a body holds {limit} bytes at most"}
    await JSONResponse(reason, status_code=413)(scope, receive, send)
