"""FastAGI's requests, cut anywhere, and what a dialplan is told."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.voice.announcements import Announcements, Onward, ShortMemory
from connectors.voice.fastagi import Malformed, RequestReader, set_variable, succeeded
from tests.connectors.voice.conftest import Opened, Recorder
from tests.connectors.voice.cuts import SIZES, cut
from tests.connectors.voice.peers.asterisk import agi_request

words = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n"), max_size=30
)


@given(caller=words, called=words, arguments=st.lists(st.text("abc019-", min_size=1), max_size=3))
@settings(max_examples=400, deadline=None)
def test_a_request_comes_back_whatever_the_cuts(
    caller: str, called: str, arguments: list[str]
) -> None:
    data = agi_request(",".join(["next", *arguments]), caller, called)
    for size in SIZES:
        reader = RequestReader()
        requests = [request for piece in cut(data, size) if (request := reader.feed(piece))]
        assert len(requests) == 1
        assert requests[0].script == "next"
        assert requests[0].arguments == tuple(arguments)
        assert requests[0].variables["callerid"] == caller.strip(" \t").strip()


@given(garbage=st.binary(max_size=2_000))
@settings(max_examples=600, deadline=None)
def test_garbage_is_refused_or_waited_for(garbage: bytes) -> None:
    for size in SIZES:
        reader = RequestReader()
        try:
            for piece in cut(garbage, size):
                assert reader.feed(piece) is None
        except Malformed:
            pass


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"agi_network_script: start\nnot a line\n\n",
        b"agi_channel: x\n\n",
        b"agi_x: " + b"y" * 20_000,
        b"agi_x: y\n" * 300,
    ],
)
def test_what_is_no_request_is_refused(data: bytes) -> None:
    reader = RequestReader()
    with pytest.raises(Malformed):
        for piece in cut(data, 1_000):
            reader.feed(piece)


def test_an_argument_may_stand_behind_the_script_or_in_a_line_of_its_own() -> None:
    inline = RequestReader().feed(b"agi_network_script: next,abc?x=1\n\n")
    own = RequestReader().feed(b"agi_network_script: next\nagi_arg_1: abc\n\n")
    assert inline and own and inline.arguments == own.arguments == ("abc",)


def test_a_value_cannot_become_a_command() -> None:
    assert (
        set_variable("VB_NEXT", '100"\nEXEC System "rm')
        == b'SET VARIABLE VB_NEXT "100EXECSystemrm"\n'
    )
    assert (
        set_variable("VB_NEXT", "PJSIP/100@trunk,x)&b")
        == b'SET VARIABLE VB_NEXT "PJSIP/100@trunkxb"\n'
    )


def test_results_are_read() -> None:
    assert succeeded(b"200 result=1\n")
    assert (
        not succeeded(b"200 result=0\n") and not succeeded(b"510 Invalid\n") and not succeeded(b"")
    )


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_announcement_is_good_for_five_seconds_and_once() -> None:
    clock = Clock()
    announcements = Announcements(5.0, clock)
    first, second = announcements.announce("1"), announcements.announce("2")
    clock.now = 4.9
    assert announcements.claim(first.id) == first
    assert announcements.claim(first.id) is None
    clock.now = 5.1
    assert announcements.claim(second.id) is None


def test_what_nobody_asks_for_is_forgotten() -> None:
    clock = Clock()
    memory: ShortMemory[str] = ShortMemory(60.0, clock)
    for number in range(5_000):
        memory.keep(str(number), "x")
    assert len(memory) == 1_000
    clock.now = 61.0
    memory.keep("new", "x")
    assert len(memory) == 1


def test_a_target_is_told_once() -> None:
    onward = Onward(Clock())
    onward.send("call", "100")
    assert (onward.next("call"), onward.next("call"), onward.next("other")) == ("100", "", "")


async def test_start_gives_a_new_id_each_time(opened: Opened) -> None:
    async with opened(Recorder()) as house:
        ids = {await house.asterisk.agi("start") for _ in range(3)}
    assert len({UUID(id) for id in ids}) == 3


@pytest.mark.parametrize(
    ("script", "channel", "language"),
    [
        ("start", "en", ""),
        ("start", "fr_FR", "fr"),
        ("start,en", "fr", "en"),
        ("start,de", "fr", ""),
    ],
)
async def test_the_language_is_the_dialplans_or_the_channels(
    opened: Opened, script: str, channel: str, language: str
) -> None:
    async with opened(Recorder()) as house:
        data = agi_request(script, "1", "2").replace(
            b"language: en", f"language: {channel}".encode()
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", house.asterisk.fastagi_port)
        writer.write(data)
        id = (await reader.readline()).split(b'"')[1].decode()
        writer.close()
        call = house.lines._audiosocket.announcements.claim(id)
    assert call and call.language == language


async def test_unknown_scripts_and_garbage_are_closed_and_counted(opened: Opened) -> None:
    async with opened(Recorder()) as house:
        for data in (agi_request("other", "1", "2"), agi_request("next", "1", "2"), b"\0\xff\n\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", house.asterisk.fastagi_port)
            writer.write(data)
            assert await asyncio.wait_for(reader.read(), 30) == b""
            writer.close()
        reader, writer = await asyncio.open_connection("127.0.0.1", house.asterisk.fastagi_port)
        writer.write(b"agi_network_scr")
        writer.close()
        assert await house.asterisk.agi("next,unknown") == ""
    assert house.counted == {"fastagi_unknown_script": 2, "fastagi_malformed": 2}
