"""The widget's WebSocket: who may open it, how much it may send, when it is closed."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from connectors.limits import Addresses, Crowd
from connectors.origins import Origins
from connectors.web.frames import FRAMES, MAX_FRAME, Json
from connectors.web.visit import Reception, Visit

HELLO_SECONDS = 15.0
IDLE_SECONDS = 3600.0
_POLICY, _TOO_BIG, _LATER = 1008, 1009, 1013


class WidgetDoor:
    """Opens sockets for pages of an allowed origin, and carries frames both ways."""

    def __init__(self, reception: Reception, origins: Origins, addresses: Addresses) -> None:
        self._reception, self._origins, self._addresses = reception, origins, addresses
        self._crowd = Crowd()

    async def serve(self, socket: WebSocket) -> None:
        headers, address = socket.headers, self._addresses.of(socket.scope)
        if not self._origins.allow(headers.get("origin"), headers.get("host", "")):
            return await self._turn_away(socket, "foreign_origin")
        if self._crowd.is_full(address):
            return await self._turn_away(socket, "too_many_sockets")
        await socket.accept()
        with self._crowd.joined(address), self._reception.metrics.socket("web"):
            await self._converse(socket, address)

    async def _turn_away(self, socket: WebSocket, reason: str) -> None:
        """Closed before it is accepted: the browser sees a 403."""
        self._reception.metrics.refusal(reason)
        await socket.close(_POLICY)

    async def _converse(self, socket: WebSocket, address: str) -> None:
        visit = Visit(self._reception)
        speaking = asyncio.create_task(self._speak(socket, visit))
        try:
            code = await self._listen(socket, visit, address)
        finally:
            visit.leave()
            speaking.cancel()
        if code and socket.application_state is WebSocketState.CONNECTED:
            await socket.close(code)

    async def _listen(self, socket: WebSocket, visit: Visit, address: str) -> int:
        """Hear frames until the end; the code to close with, 0 when the widget left."""
        patience = HELLO_SECONDS
        while True:
            try:
                received = await asyncio.wait_for(socket.receive(), patience)
            except asyncio.TimeoutError:
                return _LATER
            if received["type"] == "websocket.disconnect":
                return 0
            if code := await self._hear(received.get("text") or "", visit, address):
                return code
            patience = IDLE_SECONDS

    async def _hear(self, text: str, visit: Visit, address: str) -> int:
        if len(text.encode("utf-8", "replace")) > MAX_FRAME:
            return _TOO_BIG
        may_send = self._reception.limits.address_may_send(address)
        try:
            frame = FRAMES.validate_json(text)
        except ValidationError:
            self._reception.metrics.refusal("bad_frame")
            visit.outbox.put_nowait({"type": "error", "reason": "bad_frame"})
            return 0 if may_send else _POLICY
        await visit.hear(frame, may_send)
        return 0

    async def _speak(self, socket: WebSocket, visit: Visit) -> None:
        """Send what the visit has to say, one frame after another."""
        while True:
            frame: Json | None = await visit.outbox.get()
            try:
                await (socket.close(_LATER) if frame is None else socket.send_json(frame))
            except (WebSocketDisconnect, RuntimeError):
                return


def router(door: WidgetDoor) -> APIRouter:
    routes = APIRouter()

    @routes.websocket("/ws")
    async def widget(socket: WebSocket) -> None:
        await door.serve(socket)

    return routes
