"""Programs that ask for the same thing at once, one after another: one of them made it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from weakref import WeakValueDictionary


class Turnstile:
    """The records are one in any case; here only one request is told that they are new."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def alone(self, *keys: str) -> AsyncIterator[None]:
        """Wait until nobody else holds any of these keys; everyone names them in one order."""
        async with AsyncExitStack() as held:
            for key in keys:
                await held.enter_async_context(self._locks.setdefault(key, asyncio.Lock()))
            yield
