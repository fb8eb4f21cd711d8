"""The gateway's door for speech: frames and webhooks pass on to the voice process, unread."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import httpx
import structlog
import websockets
from fastapi import APIRouter, HTTPException, Request
from starlette.responses import JSONResponse, Response
from starlette.websockets import WebSocket
from websockets.exceptions import InvalidStatusCode, WebSocketException
from websockets.legacy.client import WebSocketClientProtocol

from connectors import voice_relay
from connectors.limits import Crowd
from connectors.parts import Parts

log = structlog.get_logger()
_PASSED_ON = (
    *("authorization", "origin", "user-agent", "x-twilio-signature", "x-signalwire-signature"),
    *("telnyx-signature-ed25519", "telnyx-timestamp", "content-type"),
)
_MAX_FRAME, _QUEUE, _SECONDS = 1 << 18, 64, 5.0
_REFUSED, _UNAVAILABLE = 1008, 1013


class VoiceDoor:
    """Relays between the outside and the voice process on the loopback address."""

    def __init__(self, parts: Parts, most: int = 100) -> None:
        """`most` lines of one address may be open."""
        self._address = f"127.0.0.1:{parts.chosen.voice_port}"
        self._addresses, self._limits = parts.addresses, parts.limits
        self._refused, self._crowd = parts.metrics.refusal, Crowd(most)
        self._client = httpx.AsyncClient(
            base_url=f"http://{self._address}", timeout=_SECONDS, trust_env=False
        )

    async def ready(self) -> bool:
        """Whether the voice process answers calls."""
        try:
            return (await self._client.get("/readyz", timeout=1.0)).is_success
        except httpx.HTTPError:
            return False

    async def metrics(self) -> bytes:
        """What the voice process counts, in Prometheus's text format; empty without it."""
        try:
            answer = await self._client.get("/metrics", timeout=1.0)
        except httpx.HTTPError:
            return b""
        return answer.content if answer.is_success else b""

    async def close(self) -> None:
        await self._client.aclose()

    async def post(self, request: Request, path: str) -> Response:
        """Pass a webhook on; 429 when an address sends too many, 503 when nobody answers calls."""
        if not self._limits.address_may_send(self._addresses.of(request.scope)):
            self._refused("too_many")
            raise HTTPException(429, "too many requests", {"Retry-After": "60"})
        try:
            answer = await self._client.post(
                f"/voice/{quote(path)}",
                params=request.query_params,
                content=await request.body(),
                headers=self._headers(request),
            )
        except (httpx.HTTPError, httpx.InvalidURL):
            log.warning("voice process unavailable")
            return JSONResponse({"reason": "voice_unavailable"}, status_code=503)
        kind = answer.headers.get("content-type", "text/plain")
        return Response(answer.content, answer.status_code, media_type=kind)

    async def relay(self, socket: WebSocket, path: str) -> None:
        """Carry a call's frames both ways until either side ends it."""
        address = self._addresses.of(socket.scope)
        if self._crowd.is_full(address):
            self._refused("too_many_sockets")
            return await socket.close(_REFUSED)
        with self._crowd.joined(address):
            await self._relay(socket, path)

    async def _relay(self, socket: WebSocket, path: str) -> None:
        try:
            behind = await self._opened(socket, path)
        except InvalidStatusCode:
            return await socket.close(_REFUSED)  # before it is accepted: 403, as the line said
        except (OSError, ValueError, WebSocketException, asyncio.TimeoutError) as error:
            log.warning("voice line not opened", error=type(error).__name__)
            return await _turn_away(socket)
        await voice_relay.join(socket, behind)

    async def _opened(self, socket: WebSocket, path: str) -> WebSocketClientProtocol:
        query = f"?{socket.url.query}" if socket.url.query else ""
        return await websockets.connect(
            f"ws://{self._address}/voice/{quote(path)}{query}",
            extra_headers=self._headers(socket),
            subprotocols=socket.scope.get("subprotocols") or None,
            max_size=_MAX_FRAME, max_queue=_QUEUE, open_timeout=_SECONDS, ping_interval=None,
            close_timeout=2.0,
        )

    def _headers(self, asked: Any) -> dict[str, str]:
        """What a line checks, and the way the request came: its last hop is the one we saw."""
        passed = {name: asked.headers[name] for name in _PASSED_ON if name in asked.headers}
        before, peer = asked.headers.getlist("x-forwarded-for"), asked.client
        came = {
            "x-forwarded-for": ", ".join([*before, peer.host if peer else "unknown"]),
            "x-forwarded-host": asked.headers.get("host", ""),
        }
        return {**passed, **came}


def router(door: VoiceDoor) -> APIRouter:
    routes = APIRouter()

    @routes.websocket("/voice/{path:path}")
    async def line(socket: WebSocket, path: str) -> None:
        await door.relay(socket, path)

    @routes.post("/voice/{path:path}", include_in_schema=False)
    async def webhook(request: Request, path: str) -> Response:
        return await door.post(request, path)

    return routes


async def _turn_away(socket: WebSocket) -> None:
    """Accepted first: a browser hears the reason of a connection that was open, no other."""
    offered = socket.scope.get("subprotocols") or [None]
    with suppress(RuntimeError, OSError):
        await socket.accept(subprotocol=offered[0])
    await voice_relay.part(socket, _UNAVAILABLE)
