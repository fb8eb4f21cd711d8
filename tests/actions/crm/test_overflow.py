"""When as many people as the team can take wait already, a callback is proposed by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import handoff
from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import CaseStatus, CrmUnavailable
from bot.settings import settings
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import CAMILLE, a_case, at, number

Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def two_may_wait(monkeypatch: pytest.MonkeyPatch, crm: EmbeddedCrm) -> Iterator[None]:
    monkeypatch.setenv("GUICHET_HANDOFF_WAITING", "2")
    monkeypatch.setattr(handoff, "crm", lambda: crm)
    settings.cache_clear()
    yield
    settings.cache_clear()


def somebody_waits(crm: EmbeddedCrm, last: int) -> str:
    person = replace(CAMILLE, phone=number(last), email="")
    case = a_case(contact=person, category="handoff", external_ref=f"handoff-{last}")
    return run(crm.open_case(case)).ref


def asked() -> tuple[list[str], str]:
    """What is said to somebody who wants a person, and where that leads."""
    tracker = Tracker("sender", {"language": "fr"}, {"text": "un conseiller", "intent": {}}, [], False, None, {}, "action_listen")
    say = CollectingDispatcher()
    (event,) = run(handoff.TalkToHuman().run(say, tracker, {}))
    return [str(one["response"]) for one in say.messages], event["name"]


def test_while_few_wait_the_team_is_asked_to_join(crm: EmbeddedCrm) -> None:
    somebody_waits(crm, 1)
    assert asked() == ([], "handoff_form")


def test_when_too_many_wait_a_callback_is_proposed(crm: EmbeddedCrm) -> None:
    somebody_waits(crm, 1), somebody_waits(crm, 2)
    assert asked() == (["utter_team_busy"], "callback_form")


def test_whoever_was_seen_to_waits_no_more(crm: EmbeddedCrm) -> None:
    from actions.crm.embedded import cases

    first = somebody_waits(crm, 1)
    somebody_waits(crm, 2)
    run(crm._run(lambda unit: cases.set_status(unit, first, CaseStatus.RESOLVED)))
    assert asked() == ([], "handoff_form")


def test_whoever_asked_two_hours_ago_waits_no_more(crm: EmbeddedCrm, clock: Clock) -> None:
    somebody_waits(crm, 1), somebody_waits(crm, 2)
    clock(at(11, 1))
    assert asked() == ([], "handoff_form")


def test_books_that_are_away_keep_nobody_from_the_team(monkeypatch: pytest.MonkeyPatch) -> None:
    class Away:
        async def open_cases(self, *_: Any) -> int:
            raise CrmUnavailable("away")

    monkeypatch.setattr(handoff, "crm", Away)
    assert asked() == ([], "handoff_form")
