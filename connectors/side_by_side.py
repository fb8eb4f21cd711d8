"""Work that belongs together: when one part ends, the others have no more to do."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def until_one_ends(*work: Coroutine[Any, Any, Any]) -> list[Any]:
    """Run all until the first ends, and stop the rest; what each returned or raised, in order.

    Parts that were stopped give their `CancelledError`. Cancelled itself, it stops them all.
    """
    tasks = [asyncio.create_task(part) for part in work]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    return ended
