"""Whether the gateway lives, and whether every part that it needs can work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

Check = Callable[[], Awaitable[bool]]
_SECONDS, _FRESH = 1.5, 1.0


@dataclass
class Readiness:
    """Each part's state, asked at most once a second."""

    checks: Mapping[str, Check]
    _parts: dict[str, str] = field(default_factory=dict)
    _asked_at: float = float("-inf")
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def parts(self) -> dict[str, str]:
        async with self._lock:
            if monotonic() - self._asked_at > _FRESH:
                states = await asyncio.gather(*(_state(check) for check in self.checks.values()))
                self._parts = dict(zip(self.checks, states, strict=True))
                self._asked_at = monotonic()
            return self._parts


def check_of(part: Any) -> Check:
    """How to ask a part: its own `ready()`, or else whether it is there and has a version."""

    async def is_there() -> bool:
        return part is not None and getattr(part, "version", "any") != ""

    check: Check = getattr(part, "ready", is_there)
    return check


async def _state(check: Check) -> str:
    try:
        return "ok" if await asyncio.wait_for(check(), _SECONDS) else "down"
    except Exception:
        return "down"


def router(readiness: Readiness) -> APIRouter:
    routes = APIRouter(tags=["operations"])

    @routes.get("/healthz")
    async def alive() -> dict[str, str]:
        """The process answers."""
        return {"status": "ok"}

    @routes.get("/readyz")
    async def ready() -> Response:
        """Each part's state; 503 unless all of them are ok."""
        parts = await readiness.parts()
        all_ok = all(state == "ok" for state in parts.values())
        body = {"status": "ready" if all_ok else "not ready", "parts": parts}
        return JSONResponse(body, status_code=200 if all_ok else 503)

    return routes
