"""Calls by media streams: webhook, stream and what comes next, from a small carrier."""

from __future__ import annotations

import asyncio
import base64
import json
from urllib.parse import urlsplit
from xml.etree import ElementTree

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from websockets.client import connect
from websockets.exceptions import InvalidStatusCode

from connectors.voice.dialects import SIGNALWIRE, TELNYX, TWILIO, Dialect
from connectors.voice.transport import CallTransport, Ended, Key, LineEvent, Mark
from tests.connectors.voice.conftest import Exchange, Opened, Recorder
from tests.connectors.voice.peers.carrier import Carrier, telnyx_signs, twilio_signs
from tests.connectors.voice.recorded import loud_seconds, sound, tone, until

PUBLIC, TOKEN = "https://desk.example", "a-secret-of-the-carrier"
KEY = Ed25519PrivateKey.generate()
OPEN = {
    "public_url": PUBLIC,
    "twilio_auth_token": TOKEN,
    "signalwire_token": TOKEN,
    "telnyx_public_key": base64.b64encode(KEY.public_key().public_bytes_raw()).decode(),
}


def carrier(house: Exchange, dialect: Dialect = TWILIO, token: str = TOKEN) -> Carrier:
    sign = telnyx_signs(KEY) if dialect is TELNYX else twilio_signs(token)
    return Carrier(house.url, PUBLIC, sign, dialect)


@pytest.mark.parametrize("dialect", [TWILIO, TELNYX, SIGNALWIRE])
async def test_a_call_speaks_both_ways(opened: Opened, dialect: Dialect) -> None:
    said, recorder = tone(0.4), Recorder()

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(said)
        await transport.mark("greeted")
        await recorder(transport)

    async with opened(take, web=True, **OPEN) as house:
        async with carrier(house, dialect).call("+33612345678", "+33199003232") as leg:
            await leg.play(said)
            await leg.press("1*")
            await until(lambda: Mark("greeted") in recorder.events)
        await until(lambda: Ended("hangup") in recorder.events)
    arrival = recorder.transports[0].arrival
    assert (arrival.line, arrival.caller) == (dialect.name, "+33612345678")
    assert arrival.called == "+33199003232"
    assert [event.digit for event in recorder.events if isinstance(event, Key)] == ["1", "*"]
    assert loud_seconds(sound(recorder.events)) == pytest.approx(0.4, abs=0.02)
    assert loud_seconds(bytes(leg.heard)) == pytest.approx(0.4, abs=0.02)
    assert not house.counted


@pytest.mark.parametrize("returns_marks", [True, False])
async def test_barge_in_clears_what_the_carrier_holds(opened: Opened, returns_marks: bool) -> None:
    marks: list[LineEvent] = []

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(tone(8))
        await transport.mark("long")
        await asyncio.sleep(0.3)
        await transport.flush()
        await transport.send_audio(tone(0.2))
        await transport.mark("short")
        async for event in transport.events():
            if isinstance(event, Mark):
                marks.append(event)
                if event.name == "short":
                    return

    async with opened(take, web=True, **OPEN) as house, carrier(house).call() as leg:
        leg.returns_dropped_marks = returns_marks
        await leg.ended.wait()
    assert marks == [Mark("long", played=False), Mark("short")]
    assert leg.flushed == 1 and loud_seconds(bytes(leg.heard)) < 2


@pytest.mark.parametrize("target", ["+33145678901", ""])
async def test_afterwards_the_carrier_asks_where_the_caller_goes(
    opened: Opened, target: str
) -> None:
    async def take(transport: CallTransport) -> None:
        if target:
            await transport.transfer(target)

    async with opened(take, web=True, **OPEN) as house:
        calling = carrier(house)
        async with calling.call() as leg:
            await leg.ended.wait()
            assert leg.next == target
    answer = ElementTree.fromstring(calling.answers[-1])
    assert [verb.tag for verb in answer] == ["Dial" if target else "Hangup"]
    assert (answer.findtext("Dial") or "") == target


async def test_only_a_signed_question_is_answered(opened: Opened) -> None:
    async with opened(Recorder(), web=True, **OPEN) as house:
        for what in ("answer", "next"):
            with pytest.raises(httpx.HTTPStatusError, match="403"):
                await carrier(house, token="wrong").ask(what, {"CallSid": "CA1"})
            async with httpx.AsyncClient() as client:
                unsigned = await client.post(
                    f"{house.url}/voice/twilio/{what}", data={"CallSid": "1"}
                )
                huge = await client.post(f"{house.url}/voice/twilio/{what}", content=b"x" * 99_999)
            assert (unsigned.status_code, huge.status_code) == (403, 403)
    assert house.counted == {"carrier_bad_signature": 6}


async def test_a_carrier_without_its_key_is_closed(opened: Opened) -> None:
    async with opened(Recorder(), web=True, public_url=PUBLIC, twilio_auth_token=TOKEN) as house:
        with pytest.raises(httpx.HTTPStatusError, match="404"):
            await carrier(house, SIGNALWIRE).ask("answer", {"CallSid": "CA1"})
        for path in ("telnyx", "signalwire"):
            with pytest.raises(InvalidStatusCode):
                await connect(house.url.replace("http", "ws") + f"/voice/{path}")
    async with opened(Recorder(), web=True, twilio_auth_token=TOKEN) as house:
        with pytest.raises(httpx.HTTPStatusError, match=r"403"):
            await carrier(house).ask("answer", {"CallSid": "CA1"})


async def token_of(calling: Carrier, call: str) -> str:
    answer: ElementTree.Element = await calling.ask("answer", {"CallSid": call, "From": "1"})
    stream = answer.find("./Connect/Stream")
    assert stream is not None and urlsplit(stream.attrib["url"]).scheme == "wss"
    return stream[0].attrib["value"]


def start(token: str, call: str, **format: object) -> str:
    format = {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1, **format}
    parts = {"callSid": call, "mediaFormat": format, "customParameters": {"token": token}}
    return json.dumps({"event": "start", "streamSid": "MZ1", "start": parts})


async def test_garbage_in_a_call_ends_it_as_malformed(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True, **OPEN) as house, carrier(house).call() as leg:
        await leg.socket.send('{"event":"media","media":{"payload":"%"}}')
        await leg.ended.wait()
    assert recorder.events[-1] == Ended("malformed")
    assert house.counted == {"line_malformed": 1}
