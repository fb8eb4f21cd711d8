"""Around every page: safe headers, nothing kept by browsers, and a name for each failure."""

from __future__ import annotations

import secrets

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger()
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "media-src 'self' blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
}


class Envelope:
    """Gives each request a number, which the log has, too, when it fails.

    The application inside has shown its page by then: nobody else needs to know.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        scope["correlation"] = secrets.token_hex(6)

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                _mark(MutableHeaders(scope=message), scope["correlation"])
            await send(message)

        try:
            await self._app(scope, receive, marked)
        except Exception:
            log.error("a console page failed", correlation=scope["correlation"], exc_info=True)


def _mark(headers: MutableHeaders, correlation: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    headers["X-Correlation-Id"] = correlation
