"""How long a letter waits between two tries: longer each time, never too long, whatever clocks do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from actions.crm.outbox import breaker, courier, mail
from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.courier import own_pause
from actions.crm.outbox.tables import State, letters
from bot.clock import machine_time
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import NAME, House, lost
from tests.actions.crm.samples import a_case

# Attempts that were made before, seconds with chance 0, seconds with chance 1.
PAUSES = [
    (0, 0.5, 1), (1, 1, 2), (2, 2, 4), (3, 4, 8), (4, 8, 16), (5, 16, 32), (6, 32, 64),
    (7, 64, 128), (8, 128, 256), (9, 256, 512), (10, 450, 900), (11, 450, 900), (12, 450, 900),
    (40, 450, 900), (5000, 450, 900),
]  # fmt: skip
ROWS = [(before, chance, seconds) for before, low, high in PAUSES
        for chance, seconds in ((0.0, low), (1.0, high))]  # fmt: skip
SHIFTED = (mail, breaker, courier)


@pytest.fixture
def jump(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """The machine's clock is so many seconds off from now on."""

    def by(seconds: float) -> None:
        def shifted() -> datetime:
            return machine_time() + timedelta(seconds=seconds)

        for module in SHIFTED:
            monkeypatch.setattr(module, "machine_time", shifted)

    return by


def row(house: House) -> Any:
    with house.mail.database.connect() as connection:
        return connection.execute(select(letters)).mappings().one()


def waited(house: House) -> float:
    """Seconds from the last try to the next."""
    held = row(house)
    return float((held["due_at"] - held["waits_since"]).total_seconds())


@pytest.mark.parametrize(("before", "chance", "seconds"), ROWS)
def test_the_next_try_comes_twice_as_late_each_time_within_bounds(
    house: House, before: int, chance: float, seconds: float
) -> None:
    run(house.desk.open_case(a_case()))
    with house.mail.database.begin() as connection:
        connection.execute(letters.update().values(attempts=before))
    house.company.down, house.chance = lost("down"), chance
    began = machine_time()
    house.once()
    assert waited(house) == pytest.approx(seconds, abs=0.01)
    assert (row(house)["due_at"] - began).total_seconds() == pytest.approx(seconds, abs=5)
    assert row(house)["attempts"] == before + 1
    assert own_pause(before, chance) == seconds


@pytest.mark.parametrize(
    ("asked", "seconds"), [(None, 0.5), (0.0, 0.5), (0.2, 0.5), (90.0, 90.0), (3600.0, 3600.0)]
)
def test_who_is_asked_to_wait_longer_waits_longer(
    house: House, asked: float | None, seconds: float
) -> None:
    run(house.desk.open_case(a_case()))
    house.company.down = lost("HTTP 429", retry_after=asked)
    house.once()
    assert waited(house) == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("back", [60.0, 1800.0, 3600.0, 7200.0, 86400.0])
def test_a_clock_that_is_set_back_holds_no_letter_up(
    house: House, back: float, jump: Callable[[float], None]
) -> None:
    run(house.desk.open_case(a_case()))
    house.company.fails = [("before", lost("HTTP 503", retry_after=30.0))]
    house.once()
    assert house.once() == 0
    jump(-back)
    house.deliver()
    assert len(house.there("cases")) == 1


@pytest.mark.parametrize("ahead", [3600.0, 86400.0])
def test_a_clock_that_was_ahead_and_is_set_right_holds_no_letter_up(
    house: House, ahead: float, jump: Callable[[float], None]
) -> None:
    jump(ahead)
    run(house.desk.open_case(a_case()))
    house.company.fails = [("before", lost("HTTP 503", retry_after=3600.0))]
    house.mail.recover(0.0)
    house.once()
    jump(0.0)
    house.deliver()
    assert len(house.there("cases")) == 1


def test_a_clock_that_is_a_second_off_shortens_no_pause(
    house: House, jump: Callable[[float], None]
) -> None:
    run(house.desk.open_case(a_case()))
    house.company.fails = [("before", lost("HTTP 503", retry_after=30.0))]
    house.once()
    jump(-1.0)
    assert house.once() == 0
    assert Breaker(house.mail.database, NAME).places(4) == 0
    assert house.mail.counts()[State.WAITING] == 1
