"""What a visitor may be told of a letter, and how soon."""

from __future__ import annotations

import pytest

from actions.crm.lists import Query
from actions.crm.port import CaseStatus, CrmRefused, Outcome, Refusal
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import House, lost
from tests.actions.crm.samples import a_case, a_lead

pytestmark = pytest.mark.usefixtures("no_pauses")


def test_who_wrote_nothing_has_nothing_to_be_told(house: House) -> None:
    assert run(house.desk.following().outcome(0)) is Outcome.NOTHING


def test_what_is_there_is_told_as_delivered(house: House) -> None:
    mine = house.desk.following()
    run(mine.open_case(a_case()))
    house.deliver()
    assert run(mine.outcome(0)) is Outcome.DELIVERED


def test_one_that_failed_once_is_told_as_one_for_later(house: House) -> None:
    mine = house.desk.following()
    run(mine.open_case(a_case()))
    house.company.fails = [("before", lost())]
    house.once()
    assert run(mine.outcome(0)) is Outcome.LATER


@pytest.mark.parametrize("refused", [0, 1])
def test_one_that_is_refused_is_told_as_refused_and_a_colleague_is_asked(
    house: House, refused: int
) -> None:
    mine = house.desk.following()
    run(mine.open_case(a_case()))
    run(mine.open_lead(a_lead()))
    for turn in range(2):
        house.company.fails = [("before", CrmRefused(Refusal.INVALID))] if turn == refused else []
        house.once()
    assert run(mine.outcome(0)) is Outcome.REFUSED
    (asked,) = run(mine.cases(Query(category="undelivered"))).items
    assert asked.status is CaseStatus.OPEN
