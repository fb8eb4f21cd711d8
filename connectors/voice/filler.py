"""A word when an answer takes its time («je regarde»), and another while it does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

AGAIN = 5.0


class Filler:
    """Waits from the end of a caller's turn on.

    `say` says a sentence of that name, unless what it is given tells that the answer has come.
    """

    def __init__(
        self, say: Callable[[str, Callable[[], bool]], Awaitable[object]], after: float
    ) -> None:
        self._say, self._after = say, after
        self._waits: set[asyncio.Task[None]] = set()
        self._turn: object | None = None

    def start(self) -> None:
        """Unless it waits already."""
        if self._turn is None:
            self._turn = object()
            wait = asyncio.create_task(self._fill(self._turn))
            self._waits.add(wait)
            wait.add_done_callback(self._waits.discard)

    def stop(self) -> None:
        """The answer is there, or there is none. A word that has begun is said to its end."""
        self._turn = None

    def close(self) -> None:
        for wait in self._waits:
            wait.cancel()

    async def _fill(self, turn: object) -> None:
        name, patience = "filler", self._after
        while True:
            await asyncio.sleep(patience)
            if self._turn is not turn:
                return
            await self._say(name, lambda: self._turn is turn)
            name, patience = "filler_long", AGAIN
