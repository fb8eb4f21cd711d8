"""The courier: patient with a CRM that is down, alone on its round, honest about what is unknown."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from actions.crm.outbox import courier
from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.round import round_of
from actions.crm.outbox.tables import State, letters
from actions.crm.port import Outcome
from bot import database
from bot.clock import machine_time
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import NAME, House, lost
from tests.actions.crm.samples import CAMILLE, a_case, number


def somebody(last: int) -> dict[str, object]:

    person = replace(CAMILLE, phone=number(last), email="")
    return {"contact": person, "external_ref": f"case-{last}"}


def open_cases(house: House, many: int) -> None:
    for last in range(many):
        run(house.desk.open_case(a_case(**somebody(last))))


def test_a_crm_that_is_down_is_left_alone_after_some_tries(house: House) -> None:
    open_cases(house, 12)
    house.company.down = lost("down")
    house.deliver()
    assert 5 <= len(house.company.asked) <= 8
    assert Breaker(house.mail.database, NAME).places(4) == 0
    assert house.mail.counts()[State.WAITING] == 12


def test_when_it_is_back_one_letter_tries_and_the_others_follow(
    house: House, no_pauses: None
) -> None:
    open_cases(house, 12)
    house.company.fails = [("before", lost("down"))] * 6
    house.deliver()
    assert len(house.there("cases")) == 12
    assert Breaker(house.mail.database, NAME).circuit().failures == 0


def test_a_crm_that_asks_us_to_wait_is_left_alone_as_long(house: House) -> None:
    open_cases(house, 3)
    house.company.down = lost("HTTP 429", retry_after=120.0)
    house.deliver()
    assert len(house.company.asked) <= courier.TOGETHER
    left = Breaker(house.mail.database, NAME).circuit().open_until
    assert left is not None
    assert timedelta(seconds=100) < left - machine_time() <= timedelta(seconds=120)


def test_a_key_that_is_not_accepted_stops_everything_and_loses_nothing(house: House) -> None:
    open_cases(house, 6)
    house.company.down = lost("HTTP 401", locked_out=True)
    house.deliver()
    assert len(house.company.asked) <= courier.TOGETHER
    assert house.mail.counts() == {
        State.WAITING: 6, State.SENDING: 0, State.DELIVERED: 0, State.DEAD: 0,
    }  # fmt: skip


def test_only_one_courier_goes_round(house: House) -> None:
    open_cases(house, 2)
    first, second = round_of(house.mail.database), round_of(house.mail.database)
    assert first.held() and first.held()
    assert not second.held()
    first.leave()
    assert second.held()
    second.leave()


def test_a_letter_whose_courier_vanished_waits_until_its_request_must_have_ended(
    house: House,
) -> None:
    open_cases(house, 1)
    house.mail.begin(house.mail.due(4))
    house.settling = 60.0
    house.deliver()
    assert house.company.asked == []
    assert house.mail.counts()[State.WAITING] == 1
    house.settling = 0.0
    _everything_is_due(house.mail)
    house.deliver()
    assert len(house.there("cases")) == 1


@pytest.mark.parametrize("hours", [-72, 72])
def test_a_clock_that_jumped_holds_no_letter_up(house: House, hours: int) -> None:
    """Moments that were written by a clock many hours before or ahead of this one."""
    open_cases(house, 2)
    then = machine_time() + timedelta(hours=hours)
    with house.mail.database.begin() as connection:
        connection.execute(letters.update().values(due_at=then, created_at=then))
    breaker = Breaker(house.mail.database, NAME)
    breaker.failed(lost(retry_after=1.0), 0.0)
    with house.mail.database.begin() as connection:
        connection.execute(text("UPDATE crm_circuits SET open_until = :then"), {"then": then})
    house.deliver()
    assert len(house.there("cases")) == 2


def test_a_letter_is_given_up_after_days_and_many_tries_and_not_by_a_clock_alone(
    house: House, no_pauses: None
) -> None:
    open_cases(house, 1)
    long_ago = machine_time() - timedelta(days=9)
    with house.mail.database.begin() as connection:
        connection.execute(letters.update().values(created_at=long_ago))
    house.company.fails = [("before", lost("down"))] * 10
    house.deliver()
    assert len(house.letters(State.DELIVERED)) == 1
    open_cases(house, 2)
    with house.mail.database.begin() as connection:
        connection.execute(letters.update().values(created_at=long_ago))
    house.company.fails = [("before", lost("down"))] * courier.PATIENCE_ATTEMPTS
    house.deliver()
    (dead,) = house.letters(State.DEAD)
    assert dead.problem == "given up: down"


def test_a_fault_of_our_own_is_tried_again_and_logged(house: House, no_pauses: None) -> None:
    open_cases(house, 1)
    house.company.fails = [("before", ValueError("not ours"))]  # type: ignore[list-item]
    house.deliver()
    assert len(house.there("cases")) == 1


def test_the_visitor_hears_the_truth(house: House) -> None:
    mine = house.desk.following()
    run(mine.open_case(a_case()))
    assert run(mine.outcome(0.0)) is Outcome.LATER
    house.deliver()
    assert run(mine.outcome(0.0)) is Outcome.DELIVERED
    assert run(house.desk.following().outcome(5.0)) is Outcome.NOTHING


def test_who_waits_hears_at_once_that_the_crm_is_left_alone(house: House) -> None:
    Breaker(house.mail.database, NAME).failed(lost(retry_after=600.0), 0.0)
    mine = house.desk.following()
    run(mine.open_case(a_case()))
    assert run(mine.outcome(3600.0)) is Outcome.LATER


def test_a_letter_goes_while_its_visitor_waits(house: House) -> None:
    stopped = threading.Event()
    work = threading.Thread(target=lambda: asyncio.run(house.courier().work(stopped)))
    work.start()
    try:
        mine = house.desk.following()
        run(mine.open_case(a_case()))
        assert run(mine.outcome(20.0)) is Outcome.DELIVERED
    finally:
        stopped.set()
        work.join()


def test_a_database_that_is_away_is_waited_for(house: House) -> None:
    open_cases(house, 1)
    with house.mail.database.begin() as connection:
        connection.execute(text("ALTER TABLE crm_outbox RENAME TO crm_outbox_away"))
    assert house.once() == 0
    with house.mail.database.begin() as connection:
        connection.execute(text("ALTER TABLE crm_outbox_away RENAME TO crm_outbox"))
    house.deliver()
    assert len(house.there("cases")) == 1


def test_a_round_ends_with_the_connection_that_held_it(postgres_url: str) -> None:
    first, second = (round_of(database.engine(postgres_url)) for _ in range(2))
    assert first.held()
    with database.engine(postgres_url).begin() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        connection.execute(text(others))
    assert second.held()
    assert not first.held()
    second.leave()


def _everything_is_due(mail: Mail) -> None:
    with mail.database.begin() as connection:
        connection.execute(letters.update().values(due_at=machine_time()))
