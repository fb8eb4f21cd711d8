"""Calls on lines that bring too much, too loud, or two people at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from connectors.voice.activity import SpeechActivity
from connectors.voice.audiosocket import AUDIO, Frame
from connectors.voice.call import Call
from connectors.voice.inbox import Inbox
from connectors.voice.sound import Resampler
from connectors.voice.transport import CallTransport, LineEvent, Sound
from tests.connectors.voice.conftest import Opened
from tests.connectors.voice.ears_life import by_telephone, spoken
from tests.connectors.voice.local_line import LocalLine
from tests.connectors.voice.readable import sound_of, texts_in
from tests.connectors.voice.recorded import until
from tests.connectors.voice.scripted import ScriptedDesk, calling, eventually, readable, words


class BurstingLine(LocalLine):
    """Brings what it has without a pause, as the lines of telephones do."""

    def __init__(self) -> None:
        super().__init__()
        self.inbox = Inbox()

    def events(self) -> AsyncIterator[LineEvent]:
        return self.inbox.events()

    def leave(self) -> None:
        self.inbox.end("hangup")


async def test_half_a_minute_at_once_leaves_the_others_their_turn() -> None:
    line = BurstingLine()
    async with calling(line, ScriptedDesk()):
        await asyncio.sleep(0.05)
        turns = 0
        for _ in range(25 * 50):
            line.inbox.put(Sound(bytes(640)))
        while line.inbox._events:
            turns += 1
            await asyncio.sleep(0)
    assert turns >= 45


def mixed(*voices: bytes) -> bytes:
    heard = [np.frombuffer(one, "<i2").astype(float) for one in voices]
    longest = max(one.size for one in heard)
    whole = sum(np.pad(one, (0, longest - one.size)) for one in heard)
    return bytes(np.clip(whole, -32768, 32767).astype("<i2").tobytes())


def full_scale(pcm: bytes) -> bytes:
    return bytes(np.where(np.frombuffer(pcm, "<i2") >= 0, 32767, -32768).astype("<i2").tobytes())


MINE = by_telephone(spoken("je voudrais ouvrir un dossier s'il vous plaît", "fr"))
ANOTHERS = by_telephone(spoken("can you call me back tomorrow morning", "en"))


@pytest.mark.parametrize("heard", [mixed(MINE, ANOTHERS), full_scale(MINE)], ids=["two", "loud"])
async def test_two_talkers_and_a_clip_at_full_scale_are_turns_like_any(heard: bytes) -> None:
    line, desk = LocalLine(), ScriptedDesk()
    async with calling(line, desk, activity=SpeechActivity) as call:
        await line.until(words("opening_question"))
        await eventually(lambda: call._working == 0)
        line.hear(heard)
        line.wait(2000)
        await eventually(lambda: desk.told or words("not_heard") in line.words)
        await eventually(lambda: call._working == 0)
        assert not call._listening.is_hearing


async def test_a_line_that_changes_its_rate_is_heard_before_and_after(opened: Opened) -> None:
    desk = ScriptedDesk()

    async def take(transport: CallTransport) -> None:
        await Call(readable(desk), transport).run()

    async with opened(take) as house, house.asterisk.call(rate=16_000) as leg:
        await until(lambda: words("opening_question") in " ".join(texts_in(bytes(leg.heard))))
        await leg.play(sound_of("avant", 200))
        await until(lambda: len(desk.told) == 1)
        leg.rate, leg._says = 48_000, Resampler(16_000, 48_000)
        await leg.send(Frame(AUDIO[8_000], bytes(320)).encode())
        await leg.play(bytes(640 * 10))
        leg.rate, leg._says = 16_000, Resampler(16_000, 16_000)
        await leg.play(bytes(640 * 30) + sound_of("après", 200))
        await until(lambda: len(desk.told) == 2)
    assert desk.texts == ["avant", "après"]
