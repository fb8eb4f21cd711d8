"""Which streams are let in: signed ones, announced ones, in a format that we speak."""

from __future__ import annotations

import asyncio
import json

import pytest
from structlog.testing import capture_logs
from websockets.client import connect
from websockets.exceptions import InvalidStatusCode

from connectors.voice.dialects import SIGNALWIRE, TELNYX, Dialect
from tests.connectors.voice.conftest import Opened, Recorder
from tests.connectors.voice.recorded import until
from tests.connectors.voice.test_twilio_line import OPEN, PUBLIC, carrier, start, token_of


async def test_a_stream_with_a_wrong_signature_is_not_let_in(opened: Opened) -> None:
    async with opened(Recorder(), web=True, **OPEN) as house:
        with pytest.raises(InvalidStatusCode):
            await connect(
                house.url.replace("http", "ws") + "/voice/twilio",
                extra_headers={"X-Twilio-Signature": "c29tZXRoaW5nIGVsc2U="},
            )
    assert house.counted == {"carrier_bad_signature": 1}


async def test_a_stream_of_twilios_without_a_signature_is_not_let_in_on_its_token(
    opened: Opened,
) -> None:
    async with opened(Recorder(), web=True, **OPEN) as house:
        await token_of(carrier(house), "CA1")
        with pytest.raises(InvalidStatusCode, match="403"):
            await connect(house.url.replace("http", "ws") + "/voice/twilio")
    assert house.counted == {"carrier_bad_signature": 1}


@pytest.mark.parametrize("dialect", [TELNYX, SIGNALWIRE])
async def test_a_stream_that_cannot_be_signed_is_let_in_on_its_token_and_not_on_a_wrong_one(
    opened: Opened, dialect: Dialect
) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True, **OPEN) as house:
        address = house.url.replace("http", "ws") + f"/voice/{dialect.name}"
        async with carrier(house, dialect).call(passes_parameters=False):
            await until(lambda: recorder.transports)
        for path in ("", "/guessed", f"/{recorder.transports[0].arrival.id}"):
            socket = await connect(address + path)
            await socket.send(started(dialect))
            await asyncio.wait_for(socket.wait_closed(), 30)
            assert socket.close_code == 1008
    assert len(recorder.transports) == 1
    assert house.counted == {"carrier_bad_stream": 3}


def started(dialect: Dialect) -> str:
    format = {"encoding": "PCMU"}
    return json.dumps({"event": "start", dialect.stream: "1", "start": {dialect.format: format}})


async def test_a_stream_in_a_format_that_we_do_not_speak_is_refused_and_leaves_a_trace(
    opened: Opened,
) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True, **OPEN) as house:
        token = await token_of(carrier(house, SIGNALWIRE), "CA1")
        for odd in ({"encoding": "OPUS"}, {"sampleRate": 11025}, {"channels": 2}):
            socket = await connect(house.url.replace("http", "ws") + f"/voice/signalwire/{token}")
            with capture_logs() as logged:
                await socket.send(start(token, "CA1", **odd))
                await asyncio.wait_for(socket.wait_closed(), 30)
            assert socket.close_code == 1008
            (found,) = [one for one in logged if one["log_level"] == "warning"]
            assert str(next(iter(odd.values()))) in found["format"]
    assert house.counted == {"carrier_unknown_format": 3} and not recorder.transports


async def test_a_stream_needs_a_token_that_was_given_and_not_used(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True, **OPEN) as house:
        address = house.url.replace("http", "ws") + "/voice/twilio"
        good, calling = await token_of(carrier(house), "CA1"), carrier(house)
        signed = calling.sign(f"wss://{PUBLIC.split('//')[1]}/voice/twilio", b"")
        async with connect(address, extra_headers=signed) as first:
            await first.send(start(good, "CA1"))
            await until(lambda: recorder.transports)
            for message in (
                start(good, "CA1"),
                start("guessed", "CA1"),
                start("", "CA1"),
                "{}",
                "x",
            ):
                socket = await connect(address, extra_headers=signed)
                await socket.send(message)
                await asyncio.wait_for(socket.wait_closed(), 30)
                assert socket.close_code == 1008
    assert house.counted == {"carrier_bad_stream": 5}
    assert len(recorder.transports) == 1
