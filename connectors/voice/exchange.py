"""The telephone while it runs: what it holds, in which order that is opened, and what is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog

from bot import database
from bot.processes import LOOPBACK
from bot.settings import Settings
from connectors.handover import Handovers
from connectors.voice.activity import SpeechActivity
from connectors.voice.calls import Calls
from connectors.voice.counts import Counts
from connectors.voice.desk_by_rest import DeskByRest
from connectors.voice.ears import PooledEars
from connectors.voice.hearing import NoEars, open_ears
from connectors.voice.house import House
from connectors.voice.lines import Lines, Ports
from connectors.voice.mouth import Mouth, open_mouth
from connectors.voice.passages import Passages
from connectors.voice.rendering_ahead import RenderingAhead
from connectors.voice.sealing import sealing
from connectors.voice.speech import EarsFailed, VoiceFailed
from connectors.voice.transport import CallTransport

log = structlog.get_logger()


class Exchange:
    """`calls` is None until it can take them; `trouble` says why it could not be opened."""

    def __init__(self, chosen: Settings) -> None:
        self.chosen, self.counts = chosen, Counts()
        self.lines = Lines(self.take, chosen, self.counts.event)
        self.calls: Calls | None = None
        self.ahead: RenderingAhead | None = None
        self.ears: PooledEars | None = None
        self.ports = Ports(None, None)
        self.trouble = "it could not start: see logs/voice.log in the data folder"

    async def take(self, transport: CallTransport) -> None:
        """Hold one call; before everything is ready there is nobody to hold it."""
        if self.calls is None:
            return await transport.hangup()
        await self.calls.take(transport)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Ears, mouth, desk and TCP lines, closed again in the reverse order."""
        async with AsyncExitStack() as stack:
            self.calls = Calls(await self._house(stack), self.chosen.voice_capacity, self.counts)
            stack.push_async_callback(self.calls.close)
            self.ports = await stack.enter_async_context(self.lines.listening())
            log.info("voice ready", audiosocket=self.ports.audiosocket, fastagi=self.ports.fastagi)
            print(f"The telephone is open: {'; '.join(said(self.ports, self.chosen))}", flush=True)
            yield
            self.calls = None

    async def _house(self, stack: AsyncExitStack) -> House:
        chosen, counts = self.chosen, self.counts
        self.ears = await self._kept(stack, open_ears())
        mouth: Mouth = await self._kept(stack, open_mouth(chosen))
        self.ahead = RenderingAhead(chosen)
        stack.push_async_callback(self.ahead.close)
        desk = DeskByRest(f"http://{LOOPBACK}:{chosen.gateway_port}", chosen.token())
        stack.push_async_callback(desk.close)
        passages = Passages(Handovers(database.engine(), chosen.signing_key()))
        stack.push_async_callback(passages.close)
        return House(
            self.ears, SpeechActivity, mouth, mouth.fallback, desk, sealing(chosen), passages,
            language=chosen.voice_language, transfer_to=chosen.voice_transfer,
            longest=chosen.voice_max_minutes * 60, note=counts.note,
        )  # fmt: skip


    async def _kept(self, stack: AsyncExitStack, opening: Awaitable[Any]) -> Any:
        """Opened, and closed at the end; what cannot be opened is said in words."""
        try:
            opened = await opening
        except (NoEars, EarsFailed, VoiceFailed, asyncio.TimeoutError, OSError) as error:
            self.trouble = str(error) or type(error).__name__
            raise
        stack.push_async_callback(opened.close)
        return opened

    def counted(self) -> bytes:
        """Everything that is counted, in Prometheus's text format."""
        if self.ears is not None:
            self.counts.lost(self.ears.losses)
        return self.counts.as_text()


def said(ports: Ports, chosen: Settings) -> list[str]:
    """Each telephone port, for people: open, closed by its setting, or taken by someone else."""
    return [
        _port(name, open_at, wanted)
        for name, open_at, wanted in (
            ("AudioSocket", ports.audiosocket, chosen.audiosocket_port),
            ("FastAGI", ports.fastagi, chosen.fastagi_port),
        )
    ]


def _port(name: str, open_at: int | None, wanted: int) -> str:
    if open_at is not None:
        return f"{name} on {open_at}"
    if not wanted:
        return f"{name} closed by its setting"
    return f"{name} CLOSED: port {wanted} cannot be opened, set GUICHET_{name.upper()}_PORT"
