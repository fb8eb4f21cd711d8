"""All the calls of this process: how many there may be, and what a caller too many is told."""

from __future__ import annotations

import asyncio

import structlog

from bot.logs import correlation
from connectors.side_by_side import until_one_ends
from connectors.voice.call import Call
from connectors.voice.counts import Counts
from connectors.voice.house import House
from connectors.voice.phrases import phrase
from connectors.voice.speaking import Speaking
from connectors.voice.transport import CallTransport, Mark

log = structlog.get_logger()
_REFUSAL_SECONDS = 15.0


class Calls:
    """Takes calls up to a number; one more hears that all lines are busy, and is let go."""

    def __init__(self, house: House, capacity: int, counts: Counts) -> None:
        self._house, self._capacity, self._counts = house, capacity, counts
        self._open: set[asyncio.Task[object]] = set()
        self._refused = 0

    @property
    def open(self) -> int:
        return len(self._open)

    async def take(self, transport: CallTransport) -> None:
        """Hold one call to its end. Nothing that goes wrong in it reaches another."""
        call_id = correlation(transport.arrival.id)
        structlog.contextvars.bind_contextvars(call=call_id)
        line = transport.arrival.line
        if len(self._open) >= self._capacity:
            self._counts.call(line, "refused")
            return await self._refuse(transport)
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            with self._counts.open_call(line):
                log.info("call begins", line=line)
                await Call(self._house, transport).run()
            self._counts.call(line, "held")
        except Exception:
            self._counts.call(line, "failed")
            log.error("call failed", exc_info=True)
        finally:
            self._open.discard(task)
            await transport.hangup()

    async def close(self) -> None:
        """End every call."""
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _refuse(self, transport: CallTransport) -> None:
        """Say so, to as many at a time as there may be calls; to the rest the line just closes."""
        log.warning("call refused: all lines are busy")
        self._refused += 1
        try:
            if self._refused <= self._capacity:
                await asyncio.wait_for(self._say_busy(transport), _REFUSAL_SECONDS)
        except asyncio.TimeoutError:
            log.warning("refusal not heard")
        finally:
            self._refused -= 1
            await transport.tell({"type": "full"})  # where it can be read
            await transport.hangup()

    async def _say_busy(self, transport: CallTransport) -> None:
        """Until it was heard, or the caller is gone."""
        language = transport.arrival.language or self._house.language
        speaking = Speaking(transport, self._house.synthesiser, self._house.fallback)
        busy = speaking.say([phrase("busy", language)])
        await until_one_ends(_pass_marks(transport, speaking), busy)


async def _pass_marks(transport: CallTransport, speaking: Speaking) -> None:
    async for event in transport.events():
        if isinstance(event, Mark):
            speaking.reached(event)
