"""When a recogniser is stuck: whether it works or stands still, however long its sound is."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from connectors.voice import work
from connectors.voice.work import BETWEEN_LOOKS, Work


@dataclass
class Clock:
    """The clock and the processor's time, in seconds."""

    now: float = 100.0
    spent: float = 5.0

    def monotonic(self) -> float:
        return self.now

    def process_time(self) -> float:
        return self.spent


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(work, "time", made)
    return made


def stuck_after(clock: Clock, one: Work, share: float) -> float:
    """Seconds until it is said to be stuck while it has a share of a processor; 600: never."""
    began = clock.now
    while clock.now - began < 600:
        clock.now += BETWEEN_LOOKS
        clock.spent += BETWEEN_LOOKS * share
        if one.is_stuck():
            break
    return round(clock.now - began, 1)


@pytest.mark.parametrize("sound", [0.0, 1.0, 10.0, 60.0])
def test_work_that_stands_still_is_stuck_after_two_seconds(clock: Clock, sound: float) -> None:
    one = Work()
    for _ in range(30):  # it waited for work before, and was not stuck
        clock.now += BETWEEN_LOOKS
        assert not one.is_stuck()
    one.begin()
    one.allow(sound)
    assert stuck_after(clock, one, share=0.0) <= 2.2


@pytest.mark.parametrize(
    ("sound", "share", "seconds"),
    [(0.0, 1.0, 2.2), (10.0, 1.0, 12.2), (10.0, 0.5, 24.2), (10.0, 0.1, 40.2)],
)
def test_work_that_goes_on_may_take_as_long_as_its_sound(
    clock: Clock, sound: float, share: float, seconds: float
) -> None:
    one = Work()
    one.begin()
    one.allow(sound)
    assert stuck_after(clock, one, share) == pytest.approx(seconds, abs=0.21)


def test_work_that_ended_is_never_stuck(clock: Clock) -> None:
    one = Work()
    one.begin()
    one.end()
    assert stuck_after(clock, one, share=0.0) == 600.0
