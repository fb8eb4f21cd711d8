"""A call and its line, side by side: when one ends the other is told, and nothing is left over."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

import structlog

from connectors.voice.inbox import Count
from connectors.voice.transport import CallTransport

Take = Callable[[CallTransport], Awaitable[None]]
log = structlog.get_logger()
_PATIENCE = 5.0  # seconds a line may take to close


class Line(CallTransport, Protocol):
    """A transport with its moving part."""

    async def run(self) -> None:
        """Carry sound until the line has ended; never raises for what the other side does."""


async def conduct(line: Line, take: Take, count: Count) -> None:
    """Hand the call over and carry its sound; returns when both are over."""
    running = asyncio.create_task(line.run())
    try:
        await take(line)
    except Exception:
        log.exception("a call failed", line=line.arrival.line)
        count("call_failed")
    finally:
        await line.hangup()
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(asyncio.shield(running), _PATIENCE)
        running.cancel()
