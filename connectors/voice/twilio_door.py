"""Where a carrier brings its calls: signed questions by HTTP, then the sound by WebSocket."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qs

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from connectors.voice import twiml
from connectors.voice.announcements import Announced, Announcements, Onward
from connectors.voice.conducting import Take, conduct
from connectors.voice.dialects import Dialect
from connectors.voice.inbox import Count
from connectors.voice.messages import received
from connectors.voice.peer_line import PeerLine, onward_of
from connectors.voice.signatures import Check, Signed, stream_urls, webhook_urls
from connectors.voice.stream_messages import Start, Unspoken, read, read_start
from connectors.voice.transport import Arrival
from connectors.voice.twilio import StreamWire
from connectors.voice.wire import Malformed

log = structlog.get_logger()
_INTRODUCTION = 5.0  # seconds until the `start` message
_MOST_BODY = 64 * 1024
_REFUSED = 1008
_SIGNATURES = ("x-twilio-signature", "x-signalwire-signature")


@dataclass
class CarrierDoor:
    """One carrier's `answer`, `next` and stream; closed without a public URL and a key.

    The `answer` gives its stream a token for one use; a stream without one stays outside. It
    stands among the stream's parameters, and in its path as well where the path is not signed:
    not every carrier is known to pass parameters on. When the stream ends the carrier asks
    `next`, so that no key to its account is needed to transfer a caller or to hang up.
    """

    dialect: Dialect
    is_signed: Check | None
    public_url: str
    take: Take
    announcements: Announcements
    onward: Onward
    count: Count

    @property
    def path(self) -> str:
        return f"/voice/{self.dialect.name}"

    async def answer(self, request: Request) -> Response:
        """A call has come in: bring its sound."""
        form = await self._form(request)
        if form is None:
            return self._refusal()
        call = self.announcements.announce(
            form.get("From", ""), form.get("To", ""), variables={"call": form.get("CallSid", "")}
        )
        stream = self.public_url.rstrip("/").replace("http", "ws", 1) + self.path
        if not self.dialect.signs_streams:
            stream += f"/{call.id}"
        after = self.public_url.rstrip("/") + f"{self.path}/next"
        return _xml(twiml.connect(stream, self.dialect.attributes, {"token": call.id}, after))

    async def next(self, request: Request) -> Response:
        """The stream is over: where does the caller go?"""
        form = await self._form(request)
        if form is None:
            return self._refusal()
        target = self.onward.next(form.get("CallSid", ""))
        return _xml(twiml.dial(target) if target else twiml.hang_up())

    async def stream(self, socket: WebSocket) -> None:
        if not self._may_knock(socket):
            self.count("carrier_bad_signature")
            await socket.close(_REFUSED)
            return
        await socket.accept()
        try:
            start = await asyncio.wait_for(_started(socket, self.dialect), _INTRODUCTION)
            call = self._claimed(start, socket)
        except Unspoken as format:
            self.count("carrier_unknown_format")
            log.warning("a stream in a format that we do not speak", format=str(format))
            await socket.close(_REFUSED)
        except (Malformed, asyncio.TimeoutError):
            self.count("carrier_bad_stream")
            await socket.close(_REFUSED)
        except WebSocketDisconnect:
            self.count("carrier_bad_stream")
        else:
            await self._conduct(socket, start, call)

    async def _conduct(self, socket: WebSocket, start: Start, call: Announced) -> None:
        arrival = Arrival(
            call.id, self.dialect.name, call.caller, call.called, variables=call.variables
        )
        go_on = onward_of(self.onward, call.variables["call"], self.count)
        wire = StreamWire(start, self.dialect)
        await conduct(PeerLine(arrival, socket, wire, go_on, self.count), self.take, self.count)

    def _claimed(self, start: Start, socket: WebSocket) -> Announced:
        """The announced call behind a stream; raises `Malformed`."""
        given = start.parameters.get("token") or socket.path_params.get("token", "")
        call = self.announcements.claim(given)
        if call is None:
            raise Malformed("a stream that was not announced")
        return call

    def _may_knock(self, socket: WebSocket) -> bool:
        """A signature must be right, and there where a carrier signs; the token decides anyway."""
        if not self.is_signed or not self.public_url:
            return False
        if not any(name in socket.headers for name in _SIGNATURES):
            return not self.dialect.signs_streams
        return self.is_signed(Signed(stream_urls(self.public_url, socket.url.path), socket.headers))

    async def _form(self, request: Request) -> dict[str, str] | None:
        """The fields of a signed request; None when it is not to be believed."""
        body = await _body(request)
        if not self.is_signed or not self.public_url or body is None:
            return None
        urls = webhook_urls(self.public_url, request.url.path, request.url.query)
        if not self.is_signed(Signed(urls, request.headers, body)):
            return None
        fields = parse_qs(body.decode("utf-8", "replace"))
        return {name: values[0] for name, values in fields.items()}

    def _refusal(self) -> Response:
        self.count("carrier_bad_signature")
        return PlainTextResponse("Who are you?", 403 if self.is_signed else 404)


async def _started(socket: WebSocket, dialect: Dialect) -> Start:
    while (message := read(await received(socket)))["event"] == "connected":
        pass
    if message["event"] != "start":
        raise Malformed("a stream that does not start")
    return read_start(message, dialect)


async def _body(request: Request) -> bytes | None:
    """A request's body; None when it is too large."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_BODY:
            return None
    return body


def _xml(text: str) -> Response:
    return Response(text, media_type="application/xml")
