"""Where strangers wait for work that costs the desk something, so that visitors never do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from os import cpu_count

from fastapi import HTTPException, Request
from starlette.types import Scope

from connectors.limits import Addresses, Crowd


class Queue:
    """A few at once, many waiting, so many of each address; the others may come back."""

    def __init__(
        self,
        addresses: Addresses,
        refused: Callable[[str], None],
        at_once: int = 0,
        waiting: int = 1000,
        each: int = 200,
    ) -> None:
        """`refused` is told why, for each one that is sent away."""
        self._addresses, self._crowd, self._refused = addresses, Crowd(each), refused
        self._desks = asyncio.Semaphore(at_once or max(1, (cpu_count() or 1) // 2))
        self._free = waiting

    def address(self, scope: Scope) -> str:
        """Whose request it is, as limits count."""
        return self._addresses.of(scope)

    async def turn(self, request: Request) -> AsyncIterator[None]:
        """A dependency that lasts as long as its request is worked on."""
        address = self._addresses.of(request.scope)
        if self._crowd.is_full(address):
            self._refused("too_many")
            raise HTTPException(429, "too many at once", {"Retry-After": "1"})
        if self._free <= 0:
            self._refused("busy")
            raise HTTPException(503, "busy", {"Retry-After": "1"})
        with self._crowd.joined(address):
            self._free -= 1
            try:
                async with self._desks:
                    yield
            finally:
                self._free += 1
