"""A CRM that is not well for a while, and couriers that die: nothing is lost, nothing is twice."""

from __future__ import annotations

import pytest

from actions.crm.outbox import breaker, courier
from actions.crm.port import Outcome
from bot.settings import settings
from tests.actions.crm.outbox.outage import outage

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
    assert found.said[Outcome.LATER] > 0 and found.untrue == 0
    assert (found.lost, found.twice, found.waiting, found.dead) == ([], [], 0, 0)
