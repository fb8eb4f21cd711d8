"""A courier beside a gateway, in a thread of its own, so that neither holds the other up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event

from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.courier import Courier
from actions.crm.thread import WorkThread


class CourierThread(WorkThread):
    """Letters under way when it ends get some seconds; afterwards they are found again."""

    def __init__(self, courier: Callable[[], Courier], breaker: Breaker) -> None:
        def work(stopped: Event) -> None:
            asyncio.run(courier().work(stopped))

        super().__init__("courier", work)
        self._breaker = breaker

    async def ready(self) -> bool:
        """Whether letters go: the CRM is not left alone, and the courier lives."""
        places = await asyncio.to_thread(self._breaker.places, 1)
        return places > 0 and self.is_alive
