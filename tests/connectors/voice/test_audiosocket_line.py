"""Calls by AudioSocket and FastAGI, over real sockets, from a small Asterisk."""

from __future__ import annotations

import asyncio
from uuid import UUID, uuid4

import numpy as np
import pytest

from connectors.voice.audiosocket import Frame, Kind
from connectors.voice.sound import level
from connectors.voice.transport import CallTransport, Ended, Key, Mark, Sound
from tests.connectors.voice.conftest import Opened, Recorder
from tests.connectors.voice.peers.leg import FRAME
from tests.connectors.voice.recorded import loud_seconds, sound, tone, until, without_gaps


async def test_the_call_knows_who_calls_and_whom(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder) as house:
        async with house.asterisk.call(caller="0612345678", called="3900", language="en") as leg:
            await leg.play(tone(0.1))
        await until(lambda: Ended("hangup") in recorder.events)
    arrival = recorder.transports[0].arrival
    assert (arrival.line, arrival.caller, arrival.called) == ("audiosocket", "0612345678", "3900")
    assert arrival.language == "en"
    assert arrival.id == leg.call


async def test_a_withheld_number_is_empty(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder) as house, house.asterisk.call(caller="unknown"):
        await until(lambda: recorder.transports)
    assert recorder.transports[0].arrival.caller == ""


@pytest.mark.parametrize("rate", [8_000, 16_000, 48_000])
async def test_what_the_caller_says_arrives_at_16_khz(opened: Opened, rate: int) -> None:
    recorder = Recorder()
    said = tone(0.3)
    async with opened(recorder) as house:
        async with house.asterisk.call(rate=rate) as leg:
            await leg.play(said)
            await leg.play(bytes(FRAME * 3))
        await until(lambda: Ended("hangup") in recorder.events)
    heard = sound(recorder.events)
    assert (
        said in heard
        if rate == 16_000
        else level(heard[3200:8000]) == pytest.approx(level(said), rel=0.05)
    )


@pytest.mark.parametrize("rate", [8_000, 16_000])
async def test_the_caller_hears_all_that_was_queued_in_the_rate_that_is_spoken(
    opened: Opened, rate: int
) -> None:
    said = tone(0.5)

    async def take(transport: CallTransport) -> None:
        events = transport.events()
        await anext(events)  # the rate is known now
        await transport.send_audio(said)
        await transport.mark("said")
        async for event in events:
            if event == Mark("said"):
                break

    async with opened(take) as house, house.asterisk.call(rate=rate) as leg:
        await leg.ended.wait()
    assert loud_seconds(without_gaps(bytes(leg.heard))) == pytest.approx(0.5, abs=0.02)
    assert leg.kinds == {Kind.HANGUP, Kind.AUDIO_8K if rate == 8_000 else Kind.AUDIO_16K}
    if rate == 16_000:
        assert said in without_gaps(bytes(leg.heard))


async def test_silence_is_sent_from_the_first_moment_on(opened: Opened) -> None:
    async with opened(Recorder()) as house, house.asterisk.call() as leg:
        heard = await leg.hears(FRAME * 10)
    assert not any(heard)


async def test_keys_arrive_in_order(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder) as house:
        async with house.asterisk.call() as leg:
            await leg.press("0612#*D")
            await leg.send(Frame(Kind.DTMF, b"x").encode())
        await until(lambda: Ended("hangup") in recorder.events)
    assert [event.digit for event in recorder.events if isinstance(event, Key)] == list("0612#*D")
    assert house.counted["audiosocket_odd_frame"] == 1


async def test_what_is_flushed_is_not_heard_and_its_mark_says_so(opened: Opened) -> None:
    marks: list[Mark] = []

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(tone(30))
        await transport.mark("long")
        await asyncio.sleep(0.2)
        await transport.flush()
        await transport.mark("nothing")
        async for event in transport.events():
            if isinstance(event, Mark):
                marks.append(event)
                if event.name == "nothing":
                    return

    async with opened(take) as house, house.asterisk.call(rate=16_000) as leg:
        await asyncio.wait_for(leg.ended.wait(), 30)
    assert marks == [Mark("long", played=False), Mark("nothing")]
    assert len(bytes(leg.heard).strip(b"\0")) < len(tone(2))


async def test_a_transfer_lets_the_dialplan_go_on_to_the_target(opened: Opened) -> None:
    async def take(transport: CallTransport) -> None:
        await transport.transfer("agent-7")

    async with opened(take) as house, house.asterisk.call() as leg:
        await leg.ended.wait()
        assert leg.next == "agent-7"
        assert await house.asterisk.agi(f"next,{leg.call}") == ""


async def test_our_own_hang_up_ends_the_events_too(opened: Opened) -> None:
    seen: list[object] = []

    async def take(transport: CallTransport) -> None:
        await transport.hangup()
        await transport.hangup()
        await transport.send_audio(tone(1))
        await transport.flush()
        seen.extend([event async for event in transport.events() if not isinstance(event, Sound)])

    async with opened(take) as house, house.asterisk.call() as leg:
        await leg.ended.wait()
        assert leg.next == ""
    assert seen == [Ended("ended")]


async def test_a_caller_who_hangs_up_while_we_speak_ends_the_call_quietly(opened: Opened) -> None:
    recorder = Recorder()

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(tone(20))
        await recorder(transport)
        await transport.send_audio(tone(1))
        await transport.mark("never")
        await transport.transfer("100")

    async with opened(take) as house:
        async with house.asterisk.call() as leg:
            await leg.hears(FRAME * 5)
        await until(lambda: Ended("hangup") in recorder.events)
    assert not house.counted


async def test_an_id_enters_once_and_only_when_announced(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder) as house, house.asterisk.call() as leg:
        await leg.hears(FRAME)
        for id in (leg.call, str(uuid4())):
            await refused(
                house.asterisk.audiosocket_port, Frame(Kind.UUID, UUID(id).bytes).encode()
            )
    assert house.counted == {"audiosocket_unknown_id": 2}
    assert len(recorder.transports) == 1


async def refused(port: int, data: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    assert await asyncio.wait_for(reader.read(), 30) == b""
    writer.close()


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        Frame(Kind.AUDIO_8K, bytes(320)).encode(),
        bytes(64),
        b"\x01\x00\x02ab",
        b"\xff" * 5000,
    ],
)
async def test_who_brings_no_id_is_closed_and_counted(opened: Opened, data: bytes) -> None:
    async with opened(Recorder()) as house:
        await refused(house.asterisk.audiosocket_port, data)
    assert house.counted == {"audiosocket_no_id": 1}


async def test_garbage_in_a_call_ends_it_as_malformed(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder) as house, house.asterisk.call() as leg:
        await leg.hears(FRAME)
        await leg.send(b"\x77garbage that no PBX sends")
        await leg.ended.wait()
    assert recorder.events[-1] == Ended("malformed")
    assert house.counted == {"audiosocket_malformed": 1}


async def test_rates_that_change_and_odd_lengths_do_no_harm(opened: Opened) -> None:
    recorder = Recorder()
    async with opened(recorder) as house:
        async with house.asterisk.call() as leg:
            for kind in (Kind.AUDIO_8K, Kind.AUDIO_192K, Kind.AUDIO_44K, Kind.AUDIO_12K):
                for size in (0, 1, 319, 320, 65_535):
                    await leg.send(Frame(kind, bytes(size)).encode())
            await leg.press("5")
        await until(lambda: Ended("hangup") in recorder.events)
    assert Key("5") in recorder.events


async def test_frames_of_a_kind_to_come_do_not_end_the_call_but_too_many_do(
    opened: Opened,
) -> None:
    recorder = Recorder()
    async with opened(recorder) as house, house.asterisk.call() as leg:
        for number in range(50):
            await leg.send(b"\x02\x00\x00\x19\x00\x03new")
            if number == 20:
                await leg.press("5")
                await until(lambda: Key("5") in recorder.events)
        await leg.ended.wait()
    assert recorder.events[-1] == Ended("malformed")
    assert house.counted == {"audiosocket_unknown_kind": 100, "audiosocket_malformed": 1}


async def test_a_call_that_fails_closes_its_line_and_is_counted(opened: Opened) -> None:
    async def take(transport: CallTransport) -> None:
        raise RuntimeError("a fault of ours")

    async with opened(take) as house, house.asterisk.call() as leg:
        await leg.ended.wait()
        assert leg.next == ""
    assert house.counted == {"call_failed": 1}


async def test_twenty_callers_at_once_do_not_hear_each_other(opened: Opened) -> None:
    async def take(transport: CallTransport) -> None:
        async for event in transport.events():
            if isinstance(event, Sound):
                await transport.send_audio(event.pcm)

    async def call(house, number: int) -> None:
        said = np.full(3200, 100 + number, "<i2").tobytes()
        async with house.asterisk.call(rate=16_000) as leg:
            await leg.play(said)
            await until(lambda: said in without_gaps(bytes(leg.heard)))

    async with opened(take) as house:
        await asyncio.gather(*(call(house, number) for number in range(20)))
