"""A courier beside a gateway, in a thread of its own, so that neither holds the other up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event, Thread

from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.courier import Courier


class CourierThread:
    """Begun once the gateway is open, ended with it."""

    def __init__(self, courier: Callable[[], Courier], breaker: Breaker) -> None:
        self._breaker = breaker
        self._stopped = Event()
        self._thread = Thread(target=self._work, args=(courier,), name="courier", daemon=True)

    async def ready(self) -> bool:
        """Whether letters go: the CRM is not left alone, and the courier lives."""
        places = await asyncio.to_thread(self._breaker.places, 1)
        return places > 0 and self._thread.is_alive()

    def start(self) -> None:
        self._thread.start()

    def close(self, patience: float = 3.0) -> None:
        """Letters under way get some seconds; afterwards they are found again."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(patience)

    def _work(self, courier: Callable[[], Courier]) -> None:
        asyncio.run(courier().work(self._stopped))
