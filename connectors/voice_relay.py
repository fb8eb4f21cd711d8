"""Two WebSockets joined: every frame of one goes out by the other, until either side has left."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState
from websockets.exceptions import WebSocketException
from websockets.legacy.client import WebSocketClientProtocol

from connectors.side_by_side import until_one_ends

_STUCK = 10.0  # seconds that one side may take nothing of what the other says
_GONE = 1001
_SENDABLE = {*range(1000, 1004), *range(1007, 1015), *range(3000, 5000)}
_OVER = (WebSocketDisconnect, WebSocketException, RuntimeError, OSError, asyncio.TimeoutError)


async def join(socket: WebSocket, behind: WebSocketClientProtocol) -> None:
    """Accept what came in, carry, and close both; neither side can hold the other up for long."""
    try:
        with suppress(*_OVER):
            await socket.accept(subprotocol=behind.subprotocol)
            await _carry(socket, behind)
    finally:
        with suppress(*_OVER):
            await asyncio.wait_for(behind.close(), _STUCK)
    await part(socket, behind.close_code or _GONE)


async def part(socket: WebSocket, code: int) -> None:
    """Close what is still open, with a code that may be said on the wire."""
    if socket.application_state is WebSocketState.CONNECTED:
        with suppress(*_OVER):
            await asyncio.wait_for(socket.close(code if code in _SENDABLE else _GONE), _STUCK)


async def _carry(socket: WebSocket, behind: WebSocketClientProtocol) -> None:
    """Until one side has left, or takes nothing any more."""
    await until_one_ends(_inwards(socket, behind), _outwards(behind, socket))


async def _inwards(socket: WebSocket, behind: WebSocketClientProtocol) -> None:
    with suppress(*_OVER):
        while (frame := await socket.receive())["type"] != "websocket.disconnect":
            said = frame.get("bytes") or frame.get("text") or ""
            await asyncio.wait_for(behind.send(said), _STUCK)


async def _outwards(behind: WebSocketClientProtocol, socket: WebSocket) -> None:
    with suppress(*_OVER):
        async for said in behind:
            sent = socket.send_bytes(said) if isinstance(said, bytes) else socket.send_text(said)
            await asyncio.wait_for(sent, _STUCK)
