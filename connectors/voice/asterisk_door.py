"""Where a PBX connects by chan_websocket: `/voice/asterisk`, with a password or from here only."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from uuid import uuid4

from starlette.websockets import WebSocket, WebSocketDisconnect

from connectors.voice.announcements import Announced, Announcements, Onward
from connectors.voice.chan_websocket import AsteriskWire
from connectors.voice.conducting import Take, conduct
from connectors.voice.inbox import Count
from connectors.voice.messages import received
from connectors.voice.peer_line import PeerLine, onward_of
from connectors.voice.phrases import spoken_language
from connectors.voice.transport import Arrival
from connectors.voice.wire import Malformed

_INTRODUCTION = 5.0  # seconds until MEDIA_START
_SUBPROTOCOL = "media"
_REFUSED, _ODD = 1008, 1002


@dataclass
class AsteriskDoor:
    """Caller, called and language come in the query; `call` is FastAGI's id, for transfers."""

    take: Take
    announcements: Announcements
    onward: Onward
    count: Count
    user: str
    password: str
    introduction: float = _INTRODUCTION

    async def stream(self, socket: WebSocket) -> None:
        if not self._may_enter(socket):
            self.count("asterisk_refused")
            await socket.close(_REFUSED)
            return
        offered = socket.scope.get("subprotocols", [])
        await socket.accept(_SUBPROTOCOL if _SUBPROTOCOL in offered else None)
        try:
            wire = await asyncio.wait_for(_started(socket, self.count), self.introduction)
        except (Malformed, asyncio.TimeoutError):
            self.count("asterisk_not_started")
            await socket.close(_ODD)
        except WebSocketDisconnect:
            self.count("asterisk_not_started")
        else:
            await self._conduct(socket, wire)

    async def _conduct(self, socket: WebSocket, wire: AsteriskWire) -> None:
        query = socket.query_params
        call = self.announcements.claim(query.get("call", "")) or Announced("")
        arrival = Arrival(
            call.id or str(uuid4()),
            "asterisk",
            query.get("caller", call.caller),
            query.get("called", call.called),
            spoken_language(query.get("language", "")) or call.language,
            variables=call.variables,
        )
        go_on = onward_of(self.onward, call.id, self.count)
        await conduct(PeerLine(arrival, socket, wire, go_on, self.count), self.take, self.count)

    def _may_enter(self, socket: WebSocket) -> bool:
        """With a password, who knows it; without, only this machine, seen through the gateway."""
        if self.password:
            expected = f"{self.user}:{self.password}".encode()
            return hmac.compare_digest(_basic(socket.headers.get("authorization", "")), expected)
        if "origin" in socket.headers:  # a page in a browser of this machine is no PBX
            return False
        forwarded = ",".join(socket.headers.getlist("x-forwarded-for")).split(",")
        hops = [hop.strip() for hop in forwarded if hop.strip()]
        return _are_all_here([socket.client.host if socket.client else "", *hops])


async def _started(socket: WebSocket, count: Count) -> AsteriskWire:
    """The call from its `MEDIA_START` on.

    A busy Asterisk (22.7 does) sends some frames of sound before it; what format they are in is
    not known yet, so they are lost.
    """
    while isinstance(first := await received(socket), bytes):
        count("asterisk_early_sound")
    return AsteriskWire(first, count)


def _basic(header: str) -> bytes:
    """The `user:password` of an Authorization header; empty when there is none."""
    scheme, _, encoded = header.partition(" ")
    try:
        return base64.b64decode(encoded, validate=True) if scheme.lower() == "basic" else b""
    except (binascii.Error, ValueError):
        return b""


def _are_all_here(addresses: Iterable[str]) -> bool:
    try:
        return all(ip_address(address).is_loopback for address in addresses)
    except ValueError:
        return False
