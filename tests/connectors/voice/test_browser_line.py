"""The microphone's line: who may open it, what comes through it, and how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from websockets.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatusCode

from connectors.origins import Origins
from connectors.tokens import Passes
from connectors.voice import browser_door, browser_line
from connectors.voice.transport import CallTransport, Ended, LineEvent, Mark, Sound

PASSES = Passes("a-key-for-tests", "web")
NOISE = os.urandom(640_000) * 60  # twenty minutes that do not compress


class Recorder:
    """A call that writes down what it hears, and does what `script` says at each event."""

    def __init__(self) -> None:
        self.heard: list[LineEvent] = []
        self.lines: list[CallTransport] = []
        self.fails, self.echoes = False, True

    async def take(self, line: CallTransport) -> None:
        self.lines.append(line)
        if self.fails:
            raise KeyError("scripted")
        async for event in line.events():
            self.heard.append(event)
            if isinstance(event, Sound) and self.echoes:
                await line.send_audio(event.pcm * 50)
                await line.mark("echoed")

    async def until(self, count: int) -> None:
        while len(self.heard) < count:
            await asyncio.sleep(0.01)


@pytest.fixture()
def recorder() -> Recorder:
    return Recorder()


@contextmanager
def serving(recorder: Recorder) -> Iterator[str]:
    app = FastAPI()
    app.include_router(
        browser_door.router(recorder.take, PASSES, Origins(["https://shop.example"]))
    )
    config = uvicorn.Config(app, port=0, ws="wsproto", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"ws://127.0.0.1:{port}/voice/browser"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture()
def address(recorder: Recorder) -> Iterator[str]:
    with serving(recorder) as address:
        yield address


def hello(token: str = "", **fields: Any) -> str:
    return json.dumps({"type": "hello", "token": token or PASSES.new().token, **fields})


async def told(socket: Any) -> Any:
    received = await asyncio.wait_for(socket.recv(), 30)
    return json.loads(received) if isinstance(received, str) else received


async def reason(socket: Any) -> str:
    """Why the line ended, after whatever was told before."""
    while True:
        found = await told(socket)
        if isinstance(found, dict) and found["type"] == "ended":
            return str(found["reason"])


async def test_sound_marks_and_the_end_go_both_ways(address: str, recorder: Recorder) -> None:
    visitor = PASSES.new()
    async with connect(address) as socket:
        await socket.send(hello(visitor.token, language="en", mode="push"))
        assert await told(socket) == {"type": "ready"}
        await socket.send(b"\x01\x00" * 320)
        echo = b"".join([await told(socket), await told(socket), await told(socket)])
        assert echo == b"\x01\x00" * 320 * 50
        assert await told(socket) == {"type": "mark", "name": "echoed"}
        await socket.send(json.dumps({"type": "mark", "name": "never asked"[:5]}))
        await socket.send(json.dumps({"type": "mark", "name": "echoed"}))
        await socket.send(json.dumps({"type": "mark", "name": "echoed"}))
        await socket.send(json.dumps({"type": "bye"}))
        await recorder.until(3)
    assert recorder.heard == [Sound(b"\x01\x00" * 320), Mark("echoed"), Ended("bye")]
    arrival = recorder.lines[0].arrival
    assert (arrival.line, arrival.language) == ("browser", "en")
    assert arrival.conversation == visitor.conversation
    assert arrival.variables == {"mode": "push"}


@pytest.mark.parametrize(
    ("first", "why"),
    [
        ('{"type": "bye"}', "hello_first"),
        (b"\x00\x00", "bad_frame"),
        ("}", "bad_frame"),
        (hello("forged"), "bad_token"),
        (hello(Passes("a-key-for-tests", "socketio").new().token), "bad_token"),
    ],
    ids=["bye", "sound", "garbage", "forged", "another door's"],
)
async def test_only_a_hello_with_a_token_of_ours_opens_the_line(
    address: str, recorder: Recorder, first: str | bytes, why: str
) -> None:
    async with connect(address) as socket:
        await socket.send(first)
        assert await told(socket) == {"type": "ended", "reason": why}
        with pytest.raises(ConnectionClosed):
            await told(socket)
    assert recorder.lines == []


async def test_pages_of_other_sites_are_turned_away(address: str) -> None:
    with pytest.raises(InvalidStatusCode):
        async with connect(address, origin="https://evil.example"):
            pass
    async with connect(address, origin="https://shop.example") as socket:
        await socket.send(hello())
        assert (await told(socket))["type"] == "ready"


async def test_a_page_that_says_nothing_is_let_go(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser_door, "HELLO_SECONDS", 0.1)
    async with connect(address) as socket:
        assert await reason(socket) == "idle"
    monkeypatch.setattr(browser_door, "HELLO_SECONDS", 5)
    monkeypatch.setattr(browser_line, "IDLE_SECONDS", 0.1)
    async with connect(address) as socket:
        await socket.send(hello())
        assert await reason(socket) == "idle"


@pytest.mark.parametrize(
    ("frame", "why"),
    [
        (b"\x00" * 3, "bad_sound"),
        (b"\x00" * 12_802, "too_big"),
        ("{}", "bad_frame"),
        (hello(), "bad_frame"),
    ],
    ids=["half a sample", "too much sound", "an empty frame", "another hello"],
)
async def test_a_bad_frame_ends_the_call(
    address: str, recorder: Recorder, frame: str | bytes, why: str
) -> None:
    async with connect(address) as socket:
        await socket.send(hello())
        await socket.send(frame)
        assert await reason(socket) == why
    await recorder.until(1)
    assert recorder.heard == [Ended(why)]


async def test_sound_faster_than_time_ends_the_call(address: str, recorder: Recorder) -> None:
    recorder.echoes = False
    async with connect(address) as socket:
        await socket.send(hello())
        for _ in range(30):
            await socket.send(bytes(12_800))
        assert await reason(socket) == "too_fast"
    await recorder.until(2)
    while not isinstance(recorder.heard[-1], Ended):
        await asyncio.sleep(0.01)
    assert recorder.heard[-1] == Ended("too_fast")


async def test_a_second_page_takes_the_call_over(address: str, recorder: Recorder) -> None:
    token = PASSES.new().token
    async with connect(address) as first, connect(address) as second:
        await first.send(hello(token))
        assert (await told(first))["type"] == "ready"
        await second.send(hello(token))
        assert await reason(first) == "replaced"
        await second.send(bytes(640))
        assert (await told(second))["type"] == "ready"
        assert len(await told(second)) > 640
    assert Ended("replaced") in recorder.heard


async def test_a_call_that_fails_says_so_to_the_page(address: str, recorder: Recorder) -> None:
    recorder.fails = True
    async with connect(address) as socket:
        await socket.send(hello())
        assert await reason(socket) == "failed"


async def test_a_page_that_vanishes_ends_the_call(address: str, recorder: Recorder) -> None:
    socket = await connect(address)
    await socket.send(hello())
    await told(socket)
    socket.transport.abort()
    await asyncio.wait_for(recorder.until(1), 30)
    assert recorder.heard == [Ended("hangup")]


async def test_a_flush_stops_sound_that_is_still_leaving(recorder: Recorder) -> None:
    async def take(line: CallTransport) -> None:
        sending = asyncio.create_task(line.send_audio(NOISE))
        await asyncio.sleep(0.05)
        await line.flush()
        await sending
        await line.hangup()
        await line.send_audio(bytes(640))

    recorder.take = take  # type: ignore[method-assign]
    with serving(recorder) as address:
        async with connect(address) as socket:
            await socket.send(hello())
            received = 0
            while (found := await told(socket)) != {"type": "flush"}:
                received += len(found) if isinstance(found, bytes) else 0
            assert received < len(NOISE)
            late = await told(socket)
            late = await told(socket) if isinstance(late, bytes) else late
            assert late == {"type": "ended", "reason": "hangup"}
            with pytest.raises(ConnectionClosed):
                await told(socket)


async def test_a_page_that_takes_nothing_is_let_go(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (browser_line, browser_door):
        monkeypatch.setattr(module, "STALL_SECONDS", 0.2)
    ended: list[LineEvent] = []

    async def take(line: CallTransport) -> None:
        await line.send_audio(NOISE)
        ended.extend([event async for event in line.events()])

    recorder.take = take  # type: ignore[method-assign]
    with serving(recorder) as address:
        socket = await connect(address, max_queue=1)
        await socket.send(hello())
        while not ended:
            await asyncio.sleep(0.05)
        socket.transport.abort()
        await asyncio.sleep(0.1)
    assert ended == [Ended("lost")]
