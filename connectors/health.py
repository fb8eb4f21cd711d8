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
    """Each part's state, asked at most once a second. Without an optional one, the rest works."""

    checks: Mapping[str, Check]
    optional: Mapping[str, Check] = field(default_factory=dict)
    _parts: dict[str, str] = field(default_factory=dict)
    _asked_at: float = float("-inf")
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def parts(self) -> dict[str, str]:
        async with self._lock:
            if monotonic() - self._asked_at > _FRESH:
                asked = {**self.checks, **self.optional}
                states = await asyncio.gather(*(_state(check) for check in asked.values()))
                self._parts = dict(zip(asked, states, strict=True))
                self._asked_at = monotonic()
            return self._parts

    def is_ready(self, parts: Mapping[str, str]) -> bool:
        """Whether every part that all others need is well."""
        return all(parts[name] == "ok" for name in self.checks)


class Recently:
    """A check whose answer is good for some seconds, however many want to know."""

    def __init__(self, check: Check, seconds: float = 5.0) -> None:
        self._check, self._seconds, self._asking = check, seconds, asyncio.Lock()
        self._is_well, self._asked_at = False, float("-inf")

    async def __call__(self) -> bool:
        async with self._asking:
            if monotonic() - self._asked_at > self._seconds:
                self._is_well = await _state(self._check) == "ok"
                self._asked_at = monotonic()
            return self._is_well


def check_of(part: Any) -> Check:
    """How to ask a part: its own `ready()`, or else whether it is there and has a version."""

    async def is_there() -> bool:
        return part is not None and getattr(part, "version", "any") != ""

    check: Check = getattr(part, "ready", is_there)
    return check


def freshness_of(part: Any) -> Check:
    """Whether a part serves the newest of what it was given: it names no `problem`."""

    async def is_fresh() -> bool:
        return part is not None and not getattr(part, "problem", "")

    return is_fresh


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
        """Each part's state; 503 unless all are ok that are needed.

        A telephone is not, nor are the newest articles while older ones are served.
        """
        parts = await readiness.parts()
        all_ok = readiness.is_ready(parts)
        body = {"status": "ready" if all_ok else "not ready", "parts": parts}
        return JSONResponse(body, status_code=200 if all_ok else 503)

    return routes
