"""The 20 ms clock: no drift, no flood after a stall, exact marks."""

from __future__ import annotations

import asyncio

import pytest

from connectors.voice.pacer import SILENCE, Pacer

FRAME = len(SILENCE)


class World:
    """Time that passes only when somebody sleeps, or a write takes long."""

    def __init__(self, ticks: int) -> None:
        self.now, self.left = 0.0, ticks
        self.sent: list[tuple[float, bytes]] = []
        self.marks: list[tuple[str, bool]] = []
        self.stalls: dict[int, float] = {}
        self.full: set[int] = set()
        self.asked = 0
        self.pacer = Pacer(
            self.write, lambda *mark: self.marks.append(mark), self.may_send,
            clock=lambda: self.now, sleep=self.sleep,
        )  # fmt: skip

    def may_send(self) -> bool:
        self.asked += 1
        return self.asked not in self.full

    async def write(self, frame: bytes) -> None:
        self.sent.append((round(self.now, 6), frame))
        self.now += self.stalls.pop(len(self.sent), 0.0)

    async def sleep(self, seconds: float) -> None:
        self.left -= 1
        if self.left < 0:
            raise asyncio.CancelledError
        self.now += seconds

    async def run(self) -> None:
        with pytest.raises(asyncio.CancelledError):
            await self.pacer.run()


async def test_an_hour_of_silence_does_not_drift() -> None:
    world = World(ticks=180_000)
    await world.run()
    assert len(world.sent) == 180_001
    assert world.sent[-1][0] == pytest.approx(3_600.0)
    assert world.pacer.waiting == 0


async def test_sound_goes_out_whole_and_in_order_whatever_its_pieces() -> None:
    world = World(ticks=20)
    said = bytes(range(250)) * 16
    for at in range(0, len(said), 333):
        world.pacer.queue(said[at : at + 333])
    await world.run()
    assert b"".join(frame for _, frame in world.sent).startswith(said)
    assert {len(frame) for _, frame in world.sent} == {FRAME}
    assert world.pacer.position == len(said)


async def test_a_short_delay_is_made_up_for_and_a_long_one_is_forgiven() -> None:
    short, long = World(ticks=20), World(ticks=20)
    short.stalls[5], long.stalls[5] = 0.05, 10.0
    await short.run()
    await long.run()
    assert short.sent[-1][0] == pytest.approx(0.4)
    after = [time for time, _ in long.sent[5:]]
    assert sum(1 for time in after if time < after[0] + 0.001) <= 4
    assert after[-1] - after[0] == pytest.approx(0.02 * (len(after) - 4))


async def test_a_full_wire_keeps_the_sound_for_later() -> None:
    world = World(ticks=10)
    world.full = {2, 3, 4}
    world.pacer.queue(b"a" * FRAME * 3)
    await world.run()
    assert [frame[:1] for _, frame in world.sent[:4]] == [b"a", b"a", b"a", b"\0"]
    assert world.sent[1][0] == pytest.approx(0.08)


async def test_a_mark_is_reached_when_its_last_frame_was_heard() -> None:
    world = World(ticks=3)
    world.pacer.queue(b"a" * (FRAME * 3))
    world.pacer.mark("now and not before")
    await world.run()
    assert world.marks == [("now and not before", True)]
    early = World(ticks=2)
    early.pacer.queue(b"a" * (FRAME * 3))
    early.pacer.mark("too early")
    await early.run()
    assert early.marks == []


async def test_a_flush_tells_which_marks_were_not_played() -> None:
    world = World(ticks=2)
    world.pacer.mark("at once")
    world.pacer.queue(b"a" * FRAME * 50)
    world.pacer.mark("later")
    await world.run()
    world.pacer.flush()
    world.pacer.mark("empty")
    world.left = 1
    await world.run()
    assert world.marks == [("at once", True), ("later", False), ("empty", True)]
    assert world.pacer.position == FRAME * 3


async def test_more_than_a_quarter_of_an_hour_is_not_kept() -> None:
    pacer = World(ticks=0).pacer
    for _ in range(30):
        pacer.queue(bytes(60 * 32_000))
    assert pacer.waiting <= 16 * 60 * 32_000
