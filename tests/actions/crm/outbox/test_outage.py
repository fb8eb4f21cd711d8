"""A CRM that is not well for a while, and couriers that die: nothing is lost, nothing is twice."""

from __future__ import annotations

import asyncio

import pytest

from actions.crm.outbox import breaker, courier
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.port import Outcome
from actions.crm.vendors import vendor
from bot.settings import settings
from tests.actions.crm.conftest import OfficeHours
from tests.actions.crm.outbox.outage import outage
from tests.actions.crm.outbox.truth import Truth
from tests.actions.crm.outbox.visits import Found, Visits
from tests.actions.crm.vendors.servers import SERVERS

# Request Tracker takes its time for a ticket.
ACTIONS = {"webhook": (60, 14.0), "request_tracker": (24, 10.0)}


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pauses of an outage are its own."""
    for module in (courier, breaker):
        for name in ("FIRST_PAUSE", "LONGEST_PAUSE"):
            monkeypatch.setattr(module, name, getattr(module, name))
    monkeypatch.setenv("GUICHET_CALLBACK_CAPACITY", "1000000")
    settings.cache_clear()


@pytest.mark.parametrize("crm", ACTIONS)
def test_whatever_the_line_does_each_promise_arrives_once(
    crm: str, url: str, patient: None
) -> None:
    actions, seconds = ACTIONS[crm]
    found = outage(crm, url, actions, seconds)
    assert len(found.promised) == actions and found.kills > 3
    assert found.said[Outcome.LATER] > 0 and found.untrue == []
    assert found.said[Outcome.DELIVERED] > 0 or crm == "request_tracker"  # which takes its time
    assert (found.lost, found.twice, found.waiting, found.dead) == ([], [], 0, 0)


class Boaster(PromisingCrm):
    """A desk that says what it likes, whatever became of the letter."""

    says = Outcome.DELIVERED

    async def outcome(self, patience: float) -> Outcome:
        return self.says


class Procrastinator(Boaster):
    says = Outcome.LATER


class Pessimist(Boaster):
    says = Outcome.REFUSED


def told_by(desk: type[PromisingCrm], url: str, crm: str, visitors: int) -> Found:
    """What such a desk tells while nobody carries its letters."""
    with SERVERS[crm]() as account:
        books = desk(crm, vendor(crm, account), url=url, hours=OfficeHours(), timeout=30)
        found = Found()
        asyncio.run(Visits(books, Truth(url, crm, account), found).come(range(visitors), 0.0, 0.0))
    return found


@pytest.mark.parametrize("crm", ACTIONS)
def test_a_desk_that_says_it_is_there_when_it_is_not_is_found_out(
    crm: str, url: str, patient: None
) -> None:
    found = told_by(Boaster, url, crm, 2)
    assert found.untrue == [(f"outage-{number}", Outcome.DELIVERED) for number in range(2)]
    assert not found.kept_every_word


def test_a_desk_that_says_refused_when_nobody_was_asked_is_found_out(
    url: str, patient: None
) -> None:
    assert len(told_by(Pessimist, url, "webhook", 4).untrue) == 4


def test_a_promise_for_later_is_true_while_its_letter_is_kept(url: str, patient: None) -> None:
    assert told_by(Procrastinator, url, "webhook", 4).untrue == []


def test_a_promise_for_later_is_untrue_without_its_letter(url: str, patient: None) -> None:
    with SERVERS["webhook"]() as account:
        truth = Truth(url, "webhook", account)
        assert not asyncio.run(truth.holds(Outcome.LATER, "nobody-wrote-this", "+33639980001"))
