"""All the telephone's lines, opened together around one function that takes calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from fastapi import APIRouter

from bot.settings import Settings
from connectors.voice.announcements import Announcements, Onward
from connectors.voice.asterisk_door import AsteriskDoor
from connectors.voice.audiosocket_door import AudioSocketDoor
from connectors.voice.conducting import Take
from connectors.voice.dialects import SIGNALWIRE, TELNYX, TWILIO
from connectors.voice.fastagi_door import FastAgiDoor
from connectors.voice.inbox import Count, uncounted
from connectors.voice.pacer import TICK
from connectors.voice.signatures import Check, checks_ed25519, checks_hmac
from connectors.voice.twilio_door import CarrierDoor

log = structlog.get_logger()
_ANNOUNCED = 5.0  # seconds between FastAGI's id and the sound that brings it
_ANSWERED = 30.0  # seconds between an answer to a carrier and the stream that it opens
_BACKLOG = 128
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Ports:
    """Where the PBX finds us; None: closed by its setting."""

    audiosocket: int | None
    fastagi: int | None


class Lines:
    """Every line of one voice process; `take` is given each call that comes in.

    `tick` is the length of a frame in seconds: tests may shorten it, telephones may not.
    """

    def __init__(
        self, take: Take, settings: Settings, count: Count = uncounted, tick: float = TICK
    ) -> None:
        self._settings = settings
        announcements, onward = Announcements(_ANNOUNCED), Onward()
        answered = Announcements(_ANSWERED)
        self._audiosocket = AudioSocketDoor(take, announcements, onward, count, tick)
        self._fastagi = FastAgiDoor(announcements, onward, count)
        self._asterisk = AsteriskDoor(
            take, announcements, onward, count, settings.asterisk_user, settings.asterisk_password
        )
        self._carriers = [
            CarrierDoor(dialect, check, settings.public_url, take, answered, onward, count)
            for dialect, check in (
                (TWILIO, _hmac(settings.twilio_auth_token)),
                (TELNYX, _ed25519(settings.telnyx_public_key)),
                (SIGNALWIRE, _hmac(settings.signalwire_token)),
            )
        ]

    def routes(self) -> APIRouter:
        """The WebSockets and webhooks, for the gateway to forward to."""
        router = APIRouter(include_in_schema=False)
        router.add_websocket_route("/voice/asterisk", self._asterisk.stream)
        for carrier in self._carriers:
            router.add_websocket_route(carrier.path, carrier.stream)
            router.add_websocket_route(f"{carrier.path}/{{token}}", carrier.stream)
            router.add_route(f"{carrier.path}/answer", carrier.answer, methods=["POST"])
            router.add_route(f"{carrier.path}/next", carrier.next, methods=["POST"])
        return router

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Ports]:
        """The TCP ports of AudioSocket and FastAGI, open while this is entered.

        On leaving they close at once; calls in progress are cancelled.
        """
        chosen = self._settings
        async with (
            _listening(self._audiosocket, chosen.voice_host, chosen.audiosocket_port) as sound,
            _listening(self._fastagi, chosen.voice_host, chosen.fastagi_port) as questions,
        ):
            yield Ports(sound, questions)


def _hmac(token: str) -> Check | None:
    return checks_hmac(token, ("x-twilio-signature", "x-signalwire-signature")) if token else None


def _ed25519(key: str) -> Check | None:
    return checks_ed25519(key) if key else None


@asynccontextmanager
async def _listening(serve: Serve, host: str, port: int) -> AsyncIterator[int | None]:
    if not port:
        yield None
        return
    open_now: set[asyncio.Task[None]] = set()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        open_now.add(task)
        try:
            await serve(reader, writer)
        except asyncio.CancelledError:
            pass  # we are closing, and asyncio's streams would log it as an error
        finally:
            open_now.discard(task)

    try:
        server = await asyncio.start_server(served, host, port, backlog=_BACKLOG)
    except OSError as error:
        log.error("line not opened", host=host, port=port, error=error.strerror)
        yield None
        return
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in open_now:
            task.cancel()
        if open_now:
            await asyncio.wait(open_now, timeout=5.0)
