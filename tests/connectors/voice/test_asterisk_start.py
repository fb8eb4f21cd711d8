"""How a call by chan_websocket begins: with MEDIA_START, which sound may overtake."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from websockets.client import WebSocketClientProtocol, connect
from websockets.exceptions import ConnectionClosed

from connectors.voice.transport import Ended, Key
from tests.connectors.voice.conftest import Opened, Recorder
from tests.connectors.voice.recorded import loud_seconds, sound, tone, until
from tests.connectors.voice.test_asterisk_line import pbx


async def test_sound_before_media_start_is_dropped_and_the_call_is_heard(opened: Opened) -> None:
    recorder, said = Recorder(), tone(0.4)
    async with opened(recorder, web=True) as house:
        async with pbx(house).call(format="ulaw", early=[b"\0" * 160] * 5) as leg:
            await leg.play(said)
            await leg.press("5")
            await until(lambda: Key("5") in recorder.events)
        await until(lambda: Ended("hangup") in recorder.events)
    assert loud_seconds(sound(recorder.events)) == pytest.approx(0.4, abs=0.02)
    assert house.counted == {"asterisk_early_sound": 5}


async def test_nothing_but_sound_is_closed_when_the_time_for_media_start_is_over(
    opened: Opened,
) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True) as house:
        house.lines._asterisk.introduction = 0.3
        socket = await connect(house.url.replace("http", "ws") + "/voice/asterisk")
        sending = asyncio.create_task(without_end(socket, bytes(640)))
        await asyncio.wait_for(socket.wait_closed(), 30)
        await sending
    assert socket.close_code == 1002 and not recorder.transports
    assert house.counted.pop("asterisk_early_sound") > 1
    assert house.counted == {"asterisk_not_started": 1}


async def without_end(socket: WebSocketClientProtocol, message: bytes) -> None:
    with suppress(ConnectionClosed):
        while True:
            await socket.send(message)
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("first", ["QUEUE_DRAINED", "MEDIA_XON", '{"event":"MEDIA_START","format":"opus"}'])
async def test_a_call_must_start_with_a_format_that_we_speak(
    opened: Opened, first: str | bytes
) -> None:
    async with opened(Recorder(), web=True) as house:
        socket = await connect(house.url.replace("http", "ws") + "/voice/asterisk")
        await socket.send(first)
        await asyncio.wait_for(socket.wait_closed(), 30)
        assert socket.close_code == 1002
    assert house.counted == {"asterisk_not_started": 1}
