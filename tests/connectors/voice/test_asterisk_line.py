"""Calls by chan_websocket, over a real WebSocket, from a small PBX."""

from __future__ import annotations

import asyncio

import pytest
from websockets.exceptions import InvalidStatusCode

from connectors.voice.sound import level
from connectors.voice.transport import CallTransport, Ended, Key, LineEvent, Mark
from tests.connectors.voice.conftest import Exchange, Opened, Recorder
from tests.connectors.voice.peers.websocket_pbx import WebSocketPbx
from tests.connectors.voice.recorded import loud_seconds, sound, tone, until


def pbx(house: Exchange, **chosen: str) -> WebSocketPbx:
    return WebSocketPbx(
        house.url.replace("http", "ws") + "/voice/asterisk", asterisk=house.asterisk, **chosen
    )


@pytest.mark.parametrize(
    ("format", "plain"), [("slin16", False), ("ulaw", True), ("alaw", False), ("slin", True)]
)
async def test_a_call_speaks_both_ways(opened: Opened, format: str, plain: bool) -> None:
    said, recorder = tone(0.4), Recorder()

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(said)
        await transport.mark("greeted")
        await recorder(transport)

    async with opened(take, web=True) as house:
        async with pbx(house).call("+33612345678", "3900", format, plain) as leg:
            await leg.play(said)
            await leg.press("1*")
            await until(lambda: Mark("greeted") in recorder.events)
        await until(lambda: Ended("hangup") in recorder.events)
    arrival = recorder.transports[0].arrival
    assert (arrival.line, arrival.caller, arrival.called) == ("asterisk", "+33612345678", "3900")
    assert [event.digit for event in recorder.events if isinstance(event, Key)] == ["1", "*"]
    assert loud_seconds(sound(recorder.events)) == pytest.approx(0.4, abs=0.02)
    assert loud_seconds(bytes(leg.heard)) == pytest.approx(0.4, abs=0.02)
    assert not house.counted


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ("fr", "fr"), ("fr-FR", "fr"), ("fr_FR", "fr"), ("EN", "en"), ("en_GB", "en"),
        ("de", ""), ("../x", ""), ("f", ""), ("", ""),
    ],
)  # fmt: skip
async def test_a_dialplan_names_a_language_of_the_house_or_none(
    opened: Opened, said: str, language: str
) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True) as house, pbx(house).call(language=said) as leg:
        await leg.hears(640)
    assert recorder.transports[0].arrival.language == language


async def test_barge_in_empties_the_queue_of_the_pbx(opened: Opened) -> None:
    marks: list[LineEvent] = []

    async def take(transport: CallTransport) -> None:
        assert transport.clock_owner == "peer"
        await transport.send_audio(tone(8))
        await transport.mark("long")
        await asyncio.sleep(0.3)
        await transport.flush()
        await transport.mark("nothing waits")
        await transport.send_audio(tone(0.2))
        await transport.mark("short")
        async for event in transport.events():
            if isinstance(event, Mark):
                marks.append(event)
                if event.name == "short":
                    return

    async with opened(take, web=True) as house, pbx(house).call() as leg:
        await leg.ended.wait()
    assert marks == [Mark("long", played=False), Mark("nothing waits"), Mark("short")]
    assert leg.flushed == 1
    assert loud_seconds(bytes(leg.heard)) < 2


async def test_a_long_answer_never_overflows_the_queue(opened: Opened) -> None:
    recorder = Recorder()

    async def take(transport: CallTransport) -> None:
        for _ in range(120):
            await transport.send_audio(tone(0.5))
        await recorder(transport)

    async with opened(take, web=True) as house, pbx(house).call() as leg:
        await until(lambda: leg.held > 9)
        await asyncio.sleep(0.3)
    assert leg.dropped == 0
    assert leg.most_held < 11


async def test_a_transfer_lets_the_dialplan_go_on(opened: Opened) -> None:
    async def take(transport: CallTransport) -> None:
        await transport.transfer("agent-7")

    async with opened(take, web=True) as house, pbx(house).call() as leg:
        await leg.ended.wait()
        assert leg.next == "agent-7"
    assert leg.commands == ["HANGUP"]


async def test_a_transfer_without_fastagi_is_counted_and_hangs_up(opened: Opened) -> None:
    async def take(transport: CallTransport) -> None:
        await transport.transfer("agent-7")

    async with opened(take, web=True) as house:
        lonely = WebSocketPbx(house.url.replace("http", "ws") + "/voice/asterisk")
        async with lonely.call() as leg:
            await leg.ended.wait()
    assert house.counted == {"transfer_unknown_call": 1}


async def test_a_password_is_asked_for_when_there_is_one(opened: Opened) -> None:
    async with opened(Recorder(), web=True, asterisk_password="secret") as house:
        for wrong in ({}, {"password": "wrong"}, {"user": "other", "password": "secret"}):
            with pytest.raises(InvalidStatusCode):
                async with pbx(house, **wrong).call():
                    pass
        async with pbx(house, password="secret").call() as leg:
            await leg.hears(640)
    assert house.counted == {"asterisk_refused": 3}


@pytest.mark.parametrize(
    "hops", ["203.0.113.9", "203.0.113.9, 127.0.0.1", "127.0.0.1, 203.0.113.9", "nonsense"]
)
async def test_without_a_password_only_this_machine_enters(opened: Opened, hops: str) -> None:
    async with opened(Recorder(), web=True) as house:
        with pytest.raises(InvalidStatusCode):
            async with pbx(house).call(headers={"X-Forwarded-For": hops}):
                pass
        async with pbx(house).call(headers={"X-Forwarded-For": "127.0.0.1"}) as leg:
            await leg.hears(640)
    assert house.counted == {"asterisk_refused": 1}


async def test_an_error_of_asterisks_is_counted_and_the_call_goes_on(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True) as house, pbx(house).call() as leg:
        await leg.tell("ERROR", error_text="mark not found")
        await leg.press("5")
        await until(lambda: Key("5") in recorder.events)
    assert house.counted == {"asterisk_error": 1}


async def test_a_message_that_no_pbx_sends_ends_the_call(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder, web=True) as house, pbx(house).call() as leg:
        await leg.socket.send("{nonsense")
        await leg.ended.wait()
    assert recorder.events[-1] == Ended("malformed")
    assert house.counted == {"line_malformed": 1}


async def test_a_pbx_that_hangs_up_while_we_speak_ends_the_call_quietly(opened: Opened) -> None:
    recorder = Recorder()

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(tone(9))
        await transport.mark("never")
        await recorder(transport)
        await transport.send_audio(tone(1))
        await transport.flush()
        await transport.hangup()

    async with opened(take, web=True) as house:
        async with pbx(house).call() as leg:
            await leg.hears(6_400)
        await until(lambda: Ended("hangup") in recorder.events)
    assert not house.counted
    assert level(sound(recorder.events)) == 0.0
