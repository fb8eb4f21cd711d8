"""PBXs that stall, vanish, flood or fall silent: calls end sanely and memory stays flat."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from uuid import UUID

import pytest

from connectors.voice.audiosocket import Frame, Kind
from connectors.voice.inbox import Inbox
from connectors.voice.outbox import Outbox
from connectors.voice.transport import CallTransport, Ended, Key, LineEvent, Sound
from connectors.voice.watching import Patience
from connectors.voice.wire import Message, Sent
from tests.connectors.voice.conftest import Exchange, Opened, Recorder
from tests.connectors.voice.peers.leg import FRAME
from tests.connectors.voice.recorded import tone, until


async def connected(house: Exchange, receive_buffer: int = 0) -> socket.socket:
    """A PBX that does only what a test tells it to."""
    id = await house.asterisk.agi("start")
    pbx = socket.socket()
    if receive_buffer:
        pbx.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    pbx.setblocking(False)
    loop = asyncio.get_running_loop()
    await loop.sock_connect(pbx, ("127.0.0.1", house.asterisk.audiosocket_port))
    await loop.sock_sendall(pbx, Frame(Kind.UUID, UUID(id).bytes).encode())
    return pbx


def ended(recorder: Recorder) -> list[LineEvent]:
    """All but the sound."""
    return [event for event in recorder.events if not isinstance(event, Sound)]


async def test_a_pbx_that_takes_nothing_is_left_and_the_sound_is_not_piled_up(
    opened: Opened,
) -> None:
    recorder = Recorder()

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(tone(60))
        await recorder(transport)

    async with opened(take, tick=0.0005) as house:
        house.lines._audiosocket.patience = Patience(quiet=60.0, stuck=0.3)
        pbx = await connected(house, receive_buffer=4_096)
        await until(lambda: ended(recorder))
        pbx.close()
    assert ended(recorder) == [Ended("stalled")]
    assert house.counted == {"line_stalled": 1}


async def test_a_pbx_that_says_nothing_hears_silence_and_is_left_in_the_end(
    opened: Opened,
) -> None:
    recorder = Recorder()
    async with opened(recorder) as house:
        house.lines._audiosocket.patience = Patience(quiet=0.5, stuck=10.0, tuning=0.1)
        pbx = await connected(house)
        await until(lambda: ended(recorder))
        heard = await asyncio.get_running_loop().sock_recv(pbx, 100_000)
        pbx.close()
    assert heard.startswith(Frame(Kind.AUDIO_8K, bytes(320)).encode() * 5)
    assert ended(recorder) == [Ended("stalled")]


async def test_who_connects_and_does_not_speak_is_closed(opened: Opened) -> None:
    async with opened(Recorder()) as house:
        house.lines._audiosocket.introduction = house.lines._fastagi.patience = 0.1
        for port in (house.asterisk.audiosocket_port, house.asterisk.fastagi_port):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            assert await asyncio.wait_for(reader.read(), 5) == b""
            writer.close()
    assert house.counted == {"audiosocket_no_id": 1, "fastagi_slow": 1}


async def test_a_pbx_that_stalls_for_a_moment_loses_nothing_of_what_is_said(
    opened: Opened,
) -> None:
    said = tone(3, 200)

    async def take(transport: CallTransport) -> None:
        events = transport.events()
        await anext(events)
        await transport.send_audio(said)
        async for _ in events:
            pass

    async with opened(take, tick=0.0005) as house:
        pbx = await connected(house, receive_buffer=4_096)
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(pbx, Frame(Kind.AUDIO_16K, bytes(FRAME)).encode())
        await asyncio.sleep(0.5)  # takes nothing, and then all of it
        heard = b""
        while len(heard) < 2 * len(said):
            heard += await loop.sock_recv(pbx, 100_000)
        pbx.close()
    frames = [heard[at + 3 : at + 3 + FRAME] for at in range(0, len(heard), FRAME + 3)]
    first = next(at for at, frame in enumerate(frames) if any(frame))
    assert said in b"".join(frames[max(0, first - 1) :])


async def test_callers_who_vanish_in_the_middle_of_everything_leave_nothing_behind(
    opened: Opened,
) -> None:
    recorder = Recorder()

    async def take(transport: CallTransport) -> None:
        await transport.send_audio(tone(20))
        await recorder(transport)

    async with opened(take, tick=0.001) as house:
        tasks = len(asyncio.all_tasks())
        for number in range(40):
            async with house.asterisk.call() as leg:
                await leg.hears(number * 100)
                leg.writer.transport.abort()
        await until(lambda: len(asyncio.all_tasks()) <= tasks + 1)  # and the one that waits
    assert len(recorder.transports) in (39, 40)  # the first one hears nothing before it leaves
    assert set(house.counted) <= {"audiosocket_no_id"}
    assert recorder.events.count(Ended("hangup")) == len(recorder.transports)


async def test_an_hour_of_silence_leaves_memory_flat(opened: Opened) -> None:
    heard = 0

    async def take(transport: CallTransport) -> None:
        nonlocal heard
        async for event in transport.events():
            heard += len(event.pcm) if isinstance(event, Sound) else 0

    async with opened(take) as house:
        house.lines._audiosocket.patience = Patience(quiet=600.0, stuck=600.0)
        pbx = await connected(house)
        pbx.setblocking(True)
        minute = Frame(Kind.AUDIO_16K, bytes(FRAME)).encode() * 3_000
        sizes = []
        for number in range(1, 61):
            await asyncio.to_thread(pbx.sendall, minute)
            await until(lambda: heard == number * 3_000 * FRAME, 30)  # noqa: B023 - awaited here
            sizes.append(resident())
        pbx.close()
    assert max(sizes) - sizes[2] < 8_000_000
    assert not house.counted


def resident() -> int:
    """Bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4_096


async def test_a_call_that_does_not_listen_loses_the_oldest_sound_and_no_keys() -> None:
    counted: list[str] = []
    inbox = Inbox(counted.append)
    inbox.put(Key("1"))
    for number in range(40):
        inbox.put(Sound(bytes([number]) * 32_000))
    inbox.end("hangup")
    inbox.end("later")
    inbox.put(Key("2"))
    events = [event async for event in inbox.events()]
    assert events[0] == Key("1") and events[-1] == Ended("hangup")
    assert [event.pcm[0] for event in events if isinstance(event, Sound)] == list(range(10, 40))
    assert counted == ["line_sound_dropped"] * 10


async def test_keys_without_end_are_bounded_too() -> None:
    counted: list[str] = []
    inbox = Inbox(counted.append)
    for _ in range(10_000):
        inbox.put(Key("5"))
    assert len(inbox._events) <= 4_000 and len(counted) == 6_000


class Other:
    """The far end of an outbox, with a clock of its own."""

    def __init__(self) -> None:
        self.now, self.sent = 0.0, list[Message]()
        self.outbox = Outbox(self.send, lambda: self.now)

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    async def settle(self) -> None:
        for _ in range(300):
            await asyncio.sleep(0)


async def test_sound_goes_ten_seconds_ahead_and_no_further() -> None:
    other = Other()
    running = asyncio.create_task(other.outbox.run())
    other.outbox.put(
        [Sent("begin"), *(Sent(f"{number}", 1.0) for number in range(60)), Sent("end")]
    )
    await other.settle()
    assert other.sent == ["begin", *map(str, range(11))]
    other.now = 5.0
    other.outbox.hold(False)
    await other.settle()
    assert other.sent[-1] == "15"
    other.outbox.hold(True)
    other.now = 50.0
    await other.settle()
    assert other.sent[-1] == "15"
    other.outbox.replace([Sent("clear")])
    await other.settle()
    other.outbox.put([Sent("new", 1.0)])
    await other.settle()
    assert other.sent[-2:] == ["clear", "new"]
    running.cancel()


async def test_the_outbox_ends_when_the_other_side_is_gone() -> None:
    async def gone(_message: Message) -> None:
        raise ConnectionResetError

    outbox = Outbox(gone)
    outbox.put([Sent("hello")])
    with pytest.raises(ConnectionResetError):
        await outbox.run()
