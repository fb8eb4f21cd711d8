"""What a conversation missed is kept within bounds, and told once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import clock
from connectors.missed import Missed
from tests.connectors.conftest import forget_house


def test_what_was_missed_is_told_once_and_in_order() -> None:
    missed = Missed[str]()
    for thing in "abc":
        missed.keep("one", thing)
    missed.keep("two", "d")
    assert missed.take("one") == ["a", "b", "c"]
    assert (missed.take("one"), missed.take("two")) == ([], ["d"])


def test_nobody_fills_the_memory() -> None:
    missed = Missed[int](conversations=3, each=2)
    for number in range(5):
        for thing in range(number, number + 4):
            missed.keep(str(number), thing)
    assert [missed.take(str(number)) for number in range(5)] == [[], [], [4, 5], [5, 6], [6, 7]]


def test_what_nobody_came_for_is_dropped_with_time(house: pytest.MonkeyPatch) -> None:
    missed = Missed[str](timedelta(hours=2))

    def at(moment: str) -> None:
        house.setenv("GUICHET_NOW", f"2026-11-24T{moment}+01:00")
        forget_house()
        assert clock.now().hour == int(moment[:2])

    at("10:00:00")
    missed.keep("one", "a")
    at("11:00:00")
    missed.keep("two", "b")
    at("12:30:00")
    assert (missed.take("one"), missed.take("two")) == ([], ["b"])
