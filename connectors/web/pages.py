"""The demo page, and the widget's script that any site may embed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

STATIC = Path(__file__).parent / "static"
_EMBEDDABLE = {
    "Cache-Control": "public, max-age=300, must-revalidate",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


class _Fresh(StaticFiles):
    """Asked again each time, by ETag: modules of two releases never mix."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def files(folder: Path = STATIC) -> StaticFiles:
    return _Fresh(directory=folder, check_dir=False)


def compressed(static: StaticFiles) -> ASGIApp:
    """The folder for `/static`, gzipped for whoever accepts it."""
    return GZipMiddleware(static, minimum_size=1000)


def router(static: StaticFiles) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.api_route("/", methods=["GET", "HEAD"])
    async def demo(request: Request) -> Response:
        return await _file(static, "index.html", request, {"Cache-Control": "no-cache"})

    @routes.api_route("/widget.js", methods=["GET", "HEAD"])
    async def widget(request: Request) -> Response:
        return await _file(static, "widget.js", request, _EMBEDDABLE)

    return routes


async def _file(
    static: StaticFiles, name: str, request: Request, headers: dict[str, str]
) -> Response:
    """A file with its ETag; the same one again is a 304."""
    try:
        response = await static.get_response(name, request.scope)
    except HTTPException as missing:
        return Response("", status_code=missing.status_code)
    response.headers.update(headers)
    return response
