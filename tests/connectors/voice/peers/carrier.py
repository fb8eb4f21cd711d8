"""A small carrier: asks the desk what to do, streams the caller's sound, asks what comes next."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from time import time
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4
from xml.etree import ElementTree

import httpx
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.client import WebSocketClientProtocol
from websockets.client import connect as connect_websocket
from websockets.exceptions import ConnectionClosed

from connectors.voice.dialects import TWILIO, Dialect
from connectors.voice.signatures import twilio_signature
from connectors.voice.sound import Resampler, from_mulaw, to_mulaw
from tests.connectors.voice.peers.playing import PlayingLeg


class CarrierLeg(PlayingLeg):
    """A caller behind media streams, in the words of one dialect."""

    def __init__(self, socket: WebSocketClientProtocol, dialect: Dialect, haste: float) -> None:
        super().__init__(haste)
        self.socket, self.dialect = socket, dialect
        self._says, self._hears = Resampler(16_000, 8_000), Resampler(8_000, 16_000)
        self._chunk = 0
        self.returns_dropped_marks = True

    async def start(self, call: str, parameters: Mapping[str, str]) -> None:
        snake = self.dialect.stream == "stream_id"
        await self.tell("connected", protocol="Call", version="1.0.0")
        format = {"encoding": "PCMU" if snake else "audio/x-mulaw", "channels": 1}
        start = {
            "call_control_id" if snake else "callSid": call,
            self.dialect.parameters: parameters,
            self.dialect.format: {**format, "sample_rate" if snake else "sampleRate": 8000},
        }
        await self.tell("start", start=start)

    async def tell(self, event: str, **parts: Any) -> None:
        with suppress(ConnectionClosed):
            said = {"event": event, self.dialect.stream: "MZ0001", **parts}
            await self.socket.send(json.dumps(said))

    async def send_frame(self, pcm16k: bytes) -> None:
        self._chunk += 1
        payload = base64.b64encode(to_mulaw(self._says.feed(pcm16k))).decode()
        await self.tell(
            "media", media={"track": "inbound", "chunk": str(self._chunk), "payload": payload}
        )

    async def send_key(self, key: str) -> None:
        await self.tell("dtmf", dtmf={"track": "inbound_track", "digit": key})

    async def passed(self, mark: str) -> None:
        await self.tell("mark", mark={"name": mark})

    async def listen(self) -> None:
        with suppress(ConnectionClosed):
            async for message in self.socket:
                said = json.loads(message)
                assert said[self.dialect.stream] == "MZ0001"
                await self._obey(said)

    async def _obey(self, said: dict[str, Any]) -> None:
        if said["event"] == "media":
            self.hold(self._hears.feed(from_mulaw(base64.b64decode(said["media"]["payload"]))))
        elif said["event"] == "mark":
            self.hold_mark(said["mark"]["name"])
        elif said["event"] == "clear":
            for mark in self.flush():
                if self.returns_dropped_marks:
                    await self.passed(mark)


Sign = Callable[[str, bytes], Mapping[str, str]]


def twilio_signs(token: str) -> Sign:
    return lambda url, body: {"X-Twilio-Signature": twilio_signature(token, url, body)}


def telnyx_signs(key: Ed25519PrivateKey) -> Sign:
    def sign(_url: str, body: bytes) -> Mapping[str, str]:
        stamp = str(int(time()))
        signature = base64.b64encode(key.sign(f"{stamp}|".encode() + body)).decode()
        return {"telnyx-timestamp": stamp, "telnyx-signature-ed25519": signature}

    return sign


@dataclass
class Carrier:
    """`async with carrier.call(caller=...) as leg:`; `url` is where the desk really listens."""

    url: str
    public_url: str
    sign: Sign
    dialect: Dialect = TWILIO
    answers: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def call(
        self, caller: str = "+33612345678", called: str = "+33199003232", haste: float = 1.0,
        passes_parameters: bool = True,
    ) -> AsyncIterator[CarrierLeg]:  # fmt: skip
        id = f"CA{uuid4().hex}"
        form = {"CallSid": id, "From": caller, "To": called, "CallStatus": "ringing"}
        stream = (await self.ask("answer", form)).find("./Connect/Stream")
        assert stream is not None
        parameters = {part.attrib["name"]: part.attrib["value"] for part in stream}
        path = urlsplit(stream.attrib["url"]).path
        signed = self.sign(stream.attrib["url"], b"") if self.dialect.name == "twilio" else {}
        async with connect_websocket(
            self.url.replace("http", "ws") + path, extra_headers=signed
        ) as socket:
            leg = CarrierLeg(socket, self.dialect, haste)
            await leg.start(id, parameters if passes_parameters else {})
            going = asyncio.create_task(self._goes_on(leg, form))
            try:
                yield leg
            finally:
                if not leg.ended.is_set():
                    leg.ended.set()
                    await leg.tell("stop", stop={"callSid": id})
                await socket.close()
                await going

    async def _goes_on(self, leg: CarrierLeg, form: Mapping[str, str]) -> None:
        tasks = [asyncio.create_task(work()) for work in (leg.talk, leg.play_out)]
        await leg.listen()
        for task in tasks:
            task.cancel()
        if not leg.ended.is_set():
            leg.next = (await self.ask("next", form)).findtext("Dial") or ""
        leg.ended.set()

    async def ask(self, what: str, form: Mapping[str, str]) -> ElementTree.Element:
        """What the desk answers to a signed question; raises `httpx.HTTPStatusError`."""
        path, body = f"/voice/{self.dialect.name}/{what}", urlencode(form).encode()
        form_type = {"Content-Type": "application/x-www-form-urlencoded"}
        signed = {**form_type, **self.sign(self.public_url + path, body)}
        async with httpx.AsyncClient() as client:
            answer = await client.post(self.url + path, content=body, headers=signed)
        answer.raise_for_status()
        self.answers.append(answer.text)
        return ElementTree.fromstring(answer.text)
