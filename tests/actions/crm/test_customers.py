"""What agents see and do, on both databases: lists, search, signals, the card, its timeline."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import pytest

from actions.crm.calls import CallOutcome as Outcome
from actions.crm.customers import doing, signals, work
from actions.crm.customers.books import changing, looking
from actions.crm.customers.card import card
from actions.crm.customers.search import search
from actions.crm.customers.signals import Signal
from actions.crm.customers.timeline import timeline
from actions.crm.customers.work import Wanted
from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import CaseStatus, CrmRefused, NewContact, NewFeedback, Priority, Refusal
from bot import database
from bot.settings import Settings
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import CAMILLE, EMAIL, PHONE, a_callback, a_case, a_lead, at, number

DAY = at(0).date()


@pytest.mark.parametrize(
    "wanted",
    [Wanted(), Wanted(day=DAY), Wanted(queue="support"), Wanted(status="booked"), Wanted(status="all"), Wanted(mine="agent"), Wanted(signal=Signal.DETRACTOR)],
)
def test_each_filter_finds_the_callback_and_its_opposite_does_not(crm: EmbeddedCrm, url: str, wanted: Wanted) -> None:
    ref = run(crm.book_callback(a_callback())).ref
    run(crm.save_feedback(NewFeedback("nps", "nps", 3, conversation="visitor-1")))
    with changing(database.engine(url)) as unit:
        doing.assign(unit, "callback", ref, "agent", "agent", "")
        assert [one.ref for one in work.callbacks_page(unit, wanted).tasks] == [ref]
        for other in (replace(wanted, day=at(0, days=1).date()), replace(wanted, queue="sales"), replace(wanted, status="done"), replace(wanted, mine="somebody"), replace(wanted, signal=Signal.TERMINATION), replace(wanted, late=True), replace(wanted, page=1)):
            assert work.callbacks_page(unit, other).tasks == ()


def test_cases_are_late_by_their_own_deadline_or_by_their_priority(crm: EmbeddedCrm, url: str, clock: Callable[[datetime], None]) -> None:
    refs = {one: run(crm.open_case(a_case(external_ref=one.value, priority=one))).ref for one in Priority}
    own = run(crm.open_case(a_case(external_ref="own", priority=Priority.URGENT, due=at(9, days=9)))).ref
    for moment, late in ((at(9), set()), (at(10, 1), {Priority.URGENT}), (at(13, 1), {Priority.URGENT, Priority.HIGH}), (at(9, 1, days=1), {*Priority} - {Priority.LOW}), (at(9, 1, days=3), {*Priority})):
        clock(moment)
        with looking(database.engine(url)) as unit:
            page = work.cases_page(unit, Wanted(late=True)).tasks
            assert {one.ref for one in page} == {refs[one] for one in late}
            assert work.late_count(unit)["case"] == len(late)
            assert {one.ref for one in work.cases_page(unit, Wanted()).tasks if one.is_late} == {refs[one] for one in late}
    clock(at(9, 1, days=9))
    with looking(database.engine(url)) as unit:
        assert own in {one.ref for one in work.cases_page(unit, Wanted(late=True)).tasks}
        assert [one.priority for one in work.cases_page(unit, Wanted()).tasks] == ["urgent", "urgent", "high", "normal", "low"]


def test_of_many_colleagues_one_takes_a_case_and_the_others_are_told(crm: EmbeddedCrm, url: str) -> None:
    ref = run(crm.open_case(a_case())).ref

    def take(who: str) -> bool:
        try:
            with changing(database.engine(url)) as unit:
                doing.assign(unit, "case", ref, who, who, "")
        except CrmRefused as error:
            assert error.reason is Refusal.CONFLICT
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(take, [f"agent-{one}" for one in range(8)])) == 1


def test_of_many_outcomes_one_ends_the_call(crm: EmbeddedCrm, url: str) -> None:
    ref = run(crm.book_callback(a_callback())).ref

    def settle(outcome: Outcome) -> bool:
        try:
            with changing(database.engine(url)) as unit:
                doing.settle(unit, ref, outcome, "", "agent")
        except CrmRefused as error:
            assert error.reason is Refusal.NOT_OPEN
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(settle, [Outcome.REACHED, Outcome.REFUSED] * 3)) == 1


def test_the_signals_of_a_person(crm: EmbeddedCrm, url: str) -> None:
    case = run(crm.open_case(a_case(category="termination")))
    run(crm.save_feedback(NewFeedback("nps", "nps", 6, conversation="visitor-1")))
    run(crm.book_callback(a_callback(conversation="visitor-2")))
    run(crm.open_lead(a_lead(conversation="visitor-3")))
    with looking(database.engine(url)) as unit:
        assert signals.of(unit, {case.contact, "C-222222"}) == {case.contact: tuple(Signal)}
        assert signals.of(unit, set()) == {}
    with changing(database.engine(url)) as unit:
        doing.set_status(unit, case.ref, CaseStatus.RESOLVED, "agent")
        assert signals.of(unit, {case.contact})[case.contact] == (Signal.DETRACTOR, Signal.REPEATED)


def test_a_person_is_found_and_their_card_and_timeline_are_whole(crm: EmbeddedCrm, url: str) -> None:
    case, callback = run(crm.open_case(a_case())), run(crm.book_callback(a_callback()))
    run(crm.open_lead(a_lead()))
    run(crm.save_contact(NewContact("Zoé Petit", phone=number(9))))
    with changing(database.engine(url)) as unit:
        doing.settle(unit, callback.ref, Outcome.REACHED, "Tout va bien", "agent")
        for asked in (PHONE, EMAIL, "MARTIN", case.ref, callback.ref, case.contact, "mart cam"):
            assert [row["ref"] for row in search(unit, asked)] == [case.contact], asked
        found = card(unit, case.contact)
        assert found and found.names == (CAMILLE.name,) and (found.open_cases, found.open_callbacks) == (1, 0)
        assert [(one.value, one.reached) for one in found.known] == [(PHONE, unit.now), (EMAIL, None)]
        assert {one.kind for one in timeline(unit, case.contact)} == {"case", "callback", "lead", "call"}
        assert card(unit, "C-222222") is None


@pytest.mark.parametrize("hours", ["urgent=soon", "soon=1", "urgent", "high=-1"])
def test_hours_that_are_none_stop_the_start(hours: str) -> None:
    with pytest.raises(ValueError, match="GUICHET_"):
        Settings(case_hours=hours)
