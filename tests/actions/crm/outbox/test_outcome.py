"""What a visitor may be told of a letter, and how soon."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest

from actions.base import PATIENCE
from actions.crm.lists import Query
from actions.crm.outbox.courier import Courier
from actions.crm.outbox.delivery import Delivery
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.round import round_of
from actions.crm.port import CaseStatus, CrmRefused, Outcome, Refusal
from actions.crm.vendors import vendor
from bot import database
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.outbox.conftest import House, lost
from tests.actions.crm.samples import a_case, a_lead
from tests.actions.crm.vendors.line import Answer, Line, Request, line_to
from tests.actions.crm.vendors.servers import SERVERS

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


def test_the_visitor_is_told_while_the_company_is_still_being_asked(url: str) -> None:
    """Nothing here is timed: the company speaks only once the visitor was told."""
    happened: list[str] = []
    may_speak = threading.Event()

    def silent(request: Request) -> Answer:
        happened.append("asked")
        may_speak.wait(60)
        happened.append("answered")
        return request.passed_on()

    async def visit(line: Line) -> None:
        remote = vendor("webhook", replace(real, url=line.url, timeout=60.0))
        desk = PromisingCrm("webhook", remote, url=url, hours=OfficeHours(), timeout=30)
        mail, over = Mail(database.engine(url), "webhook"), threading.Event()
        courier = Courier(
            mail, Delivery(mail.database, "webhook", remote), round_of(mail.database), 1.0
        )
        at_work = asyncio.create_task(courier.work(over))
        case = await desk.open_case(a_case())
        await until(lambda: bool(happened))
        told = await desk.outcome(PATIENCE)
        happened.append(f"told {told.value}" if case.ref else "no reference")
        may_speak.set()
        assert await desk.outcome(60.0) is Outcome.DELIVERED
        over.set()
        await at_work

    with SERVERS["webhook"]() as real, line_to(real.url) as line:
        line.fails(silent, nth=1)
        run(visit(line))
    assert happened == ["asked", "told later", "answered"]


async def until(is_true: Callable[[], bool]) -> None:
    while not is_true():
        await asyncio.sleep(0.01)
