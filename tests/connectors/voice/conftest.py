"""Lines of their own for each test, on free ports, with a call that echoes or does as told."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field

import pytest
import uvicorn
from fastapi import FastAPI

from bot.settings import Settings
from connectors.voice.conducting import Take
from connectors.voice.lines import Lines
from connectors.voice.transport import CallTransport, LineEvent
from tests.conftest import free_port
from tests.connectors.voice.peers.asterisk import SimulatedAsterisk


@dataclass
class Exchange:
    """Open lines, the small Asterisk that calls them, and what they counted."""

    asterisk: SimulatedAsterisk
    counted: Counter[str]
    lines: Lines
    url: str


@dataclass
class Recorder:
    """Takes calls and writes down all that comes in, until the end."""

    events: list[LineEvent] = field(default_factory=list)
    transports: list[CallTransport] = field(default_factory=list)

    async def __call__(self, transport: CallTransport) -> None:
        self.transports.append(transport)
        async for event in transport.events():
            self.events.append(event)


Opened = Callable[..., AbstractAsyncContextManager[Exchange]]


@pytest.fixture()
def opened() -> Opened:
    @asynccontextmanager
    async def open_lines(
        take: Take, tick: float = 0.02, web: bool = False, **chosen: str
    ) -> AsyncIterator[Exchange]:
        counted: Counter[str] = Counter()
        settings = Settings(audiosocket_port=free_port(), fastagi_port=free_port(), **chosen)
        lines = Lines(take, settings, lambda name: counted.update([name]), tick)
        website = served(lines) if web else nullcontext("")
        async with lines.listening() as ports, website as url:
            assert ports.audiosocket and ports.fastagi
            asterisk = SimulatedAsterisk(ports.audiosocket, ports.fastagi)
            yield Exchange(asterisk, counted, lines, url)

    return open_lines


@asynccontextmanager
async def served(lines: Lines) -> AsyncIterator[str]:
    """The WebSockets and webhooks on a port of their own."""
    app, port = FastAPI(), free_port()
    app.include_router(lines.routes())
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, ws="wsproto", log_level="warning", lifespan="off")
    )
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await running
