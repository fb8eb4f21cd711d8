"""Who may speak with the widget's microphone: pages of an allowed origin, one call a visitor."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog
from fastapi import APIRouter
from starlette.datastructures import Headers
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from connectors.origins import Origins
from connectors.tokens import Passes
from connectors.voice import browser
from connectors.voice.browser_line import GONE, STALL_SECONDS, BrowserLine
from connectors.voice.transport import CallTransport

log = structlog.get_logger()

Take = Callable[[CallTransport], Awaitable[None]]
HELLO_SECONDS = 10.0
MAX_WAITING = 200
_NORMAL, _POLICY, _LATER = 1000, 1008, 1013


class BrowserDoor:
    """Opens sockets, hears their hello, and hands the line to `take` until its call is over."""

    def __init__(self, take: Take, passes: Passes, origins: Origins) -> None:
        self._take, self._passes, self._origins = take, passes, origins
        self._waiting, self._lines = 0, dict[str, BrowserLine]()

    async def serve(self, socket: WebSocket) -> None:
        headers = socket.headers
        if not self._origins.allow(headers.get("origin"), _host(headers)):
            await socket.close(_POLICY)
        elif self._waiting >= MAX_WAITING:
            await socket.close(_LATER)
        else:
            await socket.accept()
            await self._answer(socket)

    async def _answer(self, socket: WebSocket) -> None:
        line = await self._greeted(socket)
        if line is not None:
            await self._call(line)
        if socket.application_state is WebSocketState.CONNECTED:
            await _politely(socket.close(_NORMAL if line else _POLICY))

    async def _greeted(self, socket: WebSocket) -> BrowserLine | None:
        """The line of a page that said hello in time, with a token of ours; else it is told why."""
        self._waiting += 1
        try:
            hello = await asyncio.wait_for(_hello(socket), HELLO_SECONDS)
        except (browser.BadFrame, asyncio.TimeoutError) as refused:
            await _refuse(socket, str(refused) or "idle")
            return None
        except (WebSocketDisconnect, RuntimeError):
            return None
        finally:
            self._waiting -= 1
        visitor = self._passes.read(hello.token)
        if visitor is None:
            await _refuse(socket, "bad_token")
            return None
        return BrowserLine(socket, hello, visitor.conversation)

    async def _call(self, line: BrowserLine) -> None:
        """A second page of the same visitor takes the call over from the first."""
        conversation = line.arrival.conversation
        before = self._lines.get(conversation)
        self._lines[conversation] = line
        if before is not None:
            await before.end("replaced")
        try:
            await line.tell({"type": "ready"})
            await self._take(line)
            await line.end("hangup")
        except Exception as error:
            log.error("browser call failed", error=type(error).__name__)
            await line.end("failed")
        finally:
            if self._lines.get(conversation) is line:
                del self._lines[conversation]


def _host(headers: Headers) -> str:
    """The site that the page asked for: the gateway in between says which."""
    return headers.get("x-forwarded-host") or headers.get("host", "")


def router(take: Take, passes: Passes, origins: Origins) -> APIRouter:
    routes, door = APIRouter(), BrowserDoor(take, passes, origins)

    @routes.websocket("/voice/browser")
    async def speak(socket: WebSocket) -> None:
        await door.serve(socket)

    return routes


async def _hello(socket: WebSocket) -> browser.Hello:
    received = await socket.receive()
    if received["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(received.get("code", 1006))
    said = browser.control(received.get("text") or "")
    if not isinstance(said, browser.Hello):
        raise browser.BadFrame("hello_first")
    return said


async def _refuse(socket: WebSocket, reason: str) -> None:
    await _politely(socket.send_text(browser.frame("ended", reason=reason)))


async def _politely(parting: Awaitable[None]) -> None:
    """A last word, for a page that may be gone or take nothing any more."""
    with contextlib.suppress(*GONE):
        await asyncio.wait_for(parting, STALL_SECONDS)
