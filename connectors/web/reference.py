"""The gateway's doors on one page, drawn from its OpenAPI description without any script."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse


def page(openapi: dict[str, Any]) -> str:
    title = escape(openapi["info"]["title"])
    rows = "\n".join(_rows(openapi))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"></head><body>'
        f'<h1>{title}</h1><p>For programs: <a href="/openapi.json">openapi.json</a></p>'
        f"<dl>\n{rows}\n</dl></body></html>"
    )


def _rows(openapi: dict[str, Any]) -> Iterator[str]:
    for path, methods in sorted(openapi["paths"].items()):
        for method, operation in methods.items():
            names = ", ".join(p["name"] for p in operation.get("parameters", []))
            about = operation.get("description") or operation.get("summary", "")
            yield f"<dt><code>{method.upper()} {escape(path)}</code> {escape(names)}</dt>"
            yield f"<dd>{escape(about)}</dd>"


def router() -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/docs", response_class=HTMLResponse)
    def reference(request: Request) -> HTMLResponse:
        return HTMLResponse(page(request.app.openapi()))

    return routes
