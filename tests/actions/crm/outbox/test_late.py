"""A letter that the CRM never takes: somebody hears of it once, and it goes on being tried."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from actions.crm.lists import Query
from actions.crm.outbox import dead_letters, late
from actions.crm.outbox.figures import Figures
from actions.crm.outbox.tables import State, letters
from actions.crm.port import CrmRefused, Refusal
from bot.clock import machine_time
from bot.logs import correlation
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import NAME, House, lost
from tests.actions.crm.samples import a_case

pytestmark = pytest.mark.usefixtures("no_pauses")


def asks(house: House) -> list[Any]:
    return list(run(house.desk.cases(Query(category=dead_letters.UNDELIVERED))).items)


def written(house: House, hours: float) -> None:
    """Every letter was written so long ago."""
    then = machine_time() - timedelta(hours=hours)
    with house.mail.database.begin() as connection:
        connection.execute(letters.update().values(created_at=then))


def tried(house: House, times: int) -> None:
    house.company.fails = [("before", lost("HTTP 503"))] * times
    for _ in range(times):
        assert house.once() == 1


def counted(house: House) -> float | None:
    registry = CollectorRegistry()
    registry.register(Figures(house.mail.database, NAME))
    return registry.get_sample_value("guichet_crm_letters_late")


def test_after_hours_somebody_is_told_once_while_the_tries_go_on(house: House) -> None:
    case = run(house.desk.open_case(a_case()))
    run(house.desk.add_note(case.ref, "Ensuite.", "note-1"))
    written(house, 7)
    tried(house, late.LATE_ATTEMPTS - 1)
    assert (asks(house), counted(house)) == ([], 0.0)
    with capture_logs() as said:
        tried(house, 4)
    (told,) = [one for one in said if one["event"] == "crm delivery late"]
    assert (told["log_level"], told["ref"], told["hours"]) == ("warning", case.ref, 7)
    assert (told["correlation"], told["reason"]) == (correlation(case.ref), "HTTP 503")
    (asked,) = asks(house)
    assert (asked.status.value, asked.priority.value) == ("open", "high")
    assert case.ref in asked.description and "late: HTTP 503" in asked.description
    assert (house.mail.counts()[State.WAITING], counted(house)) == (2, 1.0)


def test_once_it_has_arrived_nobody_need_see_to_it(house: House) -> None:
    case = run(house.desk.open_case(a_case()))
    written(house, 7)
    tried(house, late.LATE_ATTEMPTS)
    house.deliver()
    assert len(house.there("cases")) == 1
    assert [one.status.value for one in asks(house)] == ["closed"]
    assert counted(house) == 0.0
    assert run(house.desk.case(case.ref)).status.value == "open"


def test_neither_a_young_letter_nor_a_clock_that_jumped_is_late(house: House) -> None:
    run(house.desk.open_case(a_case()))
    written(house, 5.9)
    tried(house, 12)
    assert asks(house) == []
    house.deliver()
    run(house.desk.open_case(a_case(external_ref="other")))
    written(house, 700)
    tried(house, late.LATE_ATTEMPTS - 1)
    assert asks(house) == []


def test_one_that_is_refused_after_all_has_the_same_case(house: House) -> None:
    run(house.desk.open_case(a_case()))
    written(house, 7)
    tried(house, late.LATE_ATTEMPTS)
    house.company.fails = [("before", CrmRefused(Refusal.INVALID, "HTTP 422"))]
    house.deliver()
    (asked,) = asks(house)
    assert (asked.status.value, "HTTP 422" in asked.description) == ("open", True)
    (dead,) = house.letters(State.DEAD)
    assert dead_letters.replay(house.mail.database, NAME, [dead.position]) == 1
    (again,) = house.letters(State.WAITING)
    assert (again.told_at, again.attempts) == (None, 0)


def test_being_locked_out_is_told_once(house: House) -> None:
    for number in range(6):
        run(house.desk.open_case(a_case(external_ref=f"case-{number}")))
    house.company.down = lost("HTTP 403", locked_out=True)
    with capture_logs() as said:
        for _ in range(4):
            house.once()
    told = [one for one in said if one["log_level"] == "error"]
    assert [(one["event"], one["reason"]) for one in told] == [("crm locks us out", "HTTP 403")]
    assert house.mail.counts()[State.DEAD] == 0
