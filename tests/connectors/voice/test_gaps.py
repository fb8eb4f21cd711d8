"""Callers whose phones send nothing while they are silent."""

from __future__ import annotations

import asyncio

import pytest

from connectors.voice.call import Call
from connectors.voice.desk_by_rest import Spoken
from connectors.voice.gaps import Gaps
from connectors.voice.transport import CallTransport
from tests.connectors.voice.conftest import Opened
from tests.connectors.voice.peers.carrier import Carrier, twilio_signs
from tests.connectors.voice.peers.leg import FRAME, Leg
from tests.connectors.voice.readable import sound_of, texts_in
from tests.connectors.voice.recorded import until
from tests.connectors.voice.scripted import ScriptedDesk, readable, words
from tests.connectors.voice.test_twilio_line import OPEN, PUBLIC, TOKEN

SECOND = 32_000


class World:
    """Time that passes when somebody sleeps; sometimes more than was asked for."""

    def __init__(self, ticks: int) -> None:
        self.now, self.left, self.stalls = 0.0, ticks, dict[int, float]()
        self.frames: set[int] = set()
        self.silence = 0
        self.gaps = Gaps(self.put, clock=lambda: self.now, sleep=self.sleep)

    def put(self, silence: bytes) -> None:
        assert not any(silence)
        self.silence += len(silence)

    async def sleep(self, seconds: float) -> None:
        self.left -= 1
        if self.left < 0:
            raise asyncio.CancelledError
        self.now += seconds + self.stalls.get(self.left, 0.0)
        if self.left in self.frames:
            self.gaps.heard()

    async def run(self) -> float:
        """Seconds of silence that were put in."""
        with pytest.raises(asyncio.CancelledError):
            await self.gaps.fill()
        return self.silence / SECOND


async def test_what_is_not_sent_is_silence() -> None:
    assert await World(ticks=200).run() == pytest.approx(10.0, abs=0.3)


async def test_frames_that_are_a_little_late_leave_no_gap() -> None:
    world = World(ticks=200)
    world.frames = set(range(0, 200, 3))
    assert await world.run() == 0.0


async def test_a_stall_of_our_own_is_no_silence_of_the_caller() -> None:
    world = World(ticks=200)
    world.frames, world.stalls = set(range(200)), {150: 3.0, 100: 0.5}
    assert await world.run() == 0.0


async def test_a_caller_whose_phone_saves_its_silence_is_answered(opened: Opened) -> None:
    desk = ScriptedDesk([[Spoken("Débranchez la box.")]])

    async def take(transport: CallTransport) -> None:
        await Call(readable(desk), transport).run()

    async with opened(take) as house, house.asterisk.call(rate=16_000) as leg:
        await mute(leg)
        await until(lambda: words("opening_question") in " ".join(texts_in(bytes(leg.heard))))
        await leg.play(sound_of("ma box clignote", 200))
        await until(lambda: "Débranchez la box." in " ".join(texts_in(bytes(leg.heard))))
    assert desk.texts == ["ma box clignote"]


async def test_a_phone_that_is_mute_from_the_start_is_asked_whether_somebody_is_there(
    opened: Opened,
) -> None:
    async def take(transport: CallTransport) -> None:
        await Call(readable(ScriptedDesk()), transport).run()

    async with opened(take) as house, house.asterisk.call(rate=16_000) as leg:
        await mute(leg)
        silent = f"fr|{words('silent')}"
        await until(lambda: silent in " ".join(texts_in(bytes(leg.heard))), 20)


async def test_so_is_one_behind_a_carrier(opened: Opened) -> None:
    asked = asyncio.Event()

    async def take(transport: CallTransport) -> None:
        house = readable(ScriptedDesk())
        call = Call(house, transport)
        call._replying.stay_courteous = lambda: _set(asked)  # type: ignore[method-assign]
        await call.run()

    async with opened(take, web=True, **OPEN) as house:
        carrier = Carrier(house.url, PUBLIC, twilio_signs(TOKEN))
        async with carrier.call("+33612345678", "+33199003232") as leg:
            leg.sends_silence = False
            await asyncio.wait_for(asked.wait(), 30)


async def mute(leg: Leg) -> None:
    """From the first sound on, which tells the line's rate."""
    await leg.play(bytes(FRAME * 5))
    leg.sends_silence = False


async def _set(event: asyncio.Event) -> None:
    event.set()
