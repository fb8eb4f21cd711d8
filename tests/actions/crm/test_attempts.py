"""Calls that were made: what follows when somebody was not reached, and when nobody called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine

from actions.crm.calls import CallOutcome, NewAttempt
from actions.crm.customers.expiry import Expiry
from actions.crm.embedded import EmbeddedCrm
from actions.crm.lists import Query
from actions.crm.outbox.round import round_of
from actions.crm.port import CallbackStatus, Case, CrmRefused, Priority, Refusal
from bot import database
from bot.settings import settings
from tests.actions.crm.conftest import run
from tests.actions.crm.program import Api
from tests.actions.crm.samples import MONDAY, PHONE, a_callback, at, number

NO_ANSWER, ANSWERPHONE = CallOutcome.NO_ANSWER, CallOutcome.ANSWERPHONE
Clock = Callable[[datetime], None]


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    settings.cache_clear()


def tried(crm: EmbeddedCrm, ref: str, outcome: CallOutcome = NO_ANSWER, key: str = "") -> None:
    run(crm.attempted(ref, NewAttempt(outcome, "essai", "agent", key)))


def missed(crm: EmbeddedCrm) -> list[Case]:
    return list(run(crm.cases(Query(category="callback_missed"))).items)


def test_somebody_who_did_not_answer_is_called_again_an_hour_later(
    crm: EmbeddedCrm, clock: Clock
) -> None:
    ref = run(crm.book_callback(a_callback())).ref
    clock(at(11, 5))
    tried(crm, ref)
    again = run(crm.callback(ref))
    assert again is not None and again.status is CallbackStatus.MOVED
    assert (again.start, again.end) == (at(12, 30), at(13))
    assert again.sequence == 1
    assert [one.outcome for one in run(crm.attempts_of(ref))] == ["no_answer"]
    assert missed(crm) == []


def test_a_call_that_was_made_too_early_is_made_again_at_its_time(crm: EmbeddedCrm) -> None:
    booked = run(crm.book_callback(a_callback(start=at(15))))
    tried(crm, booked.ref, ANSWERPHONE)
    assert run(crm.callback(booked.ref)) == booked


def test_the_next_call_never_takes_a_place_that_is_full(
    crm: EmbeddedCrm, clock: Clock
) -> None:
    ref = run(crm.book_callback(a_callback())).ref
    for last in range(settings().callback_capacity):
        taken = a_callback(phone=number(10 + last), external_ref=f"taken-{last}", start=at(12, 30))
        run(crm.book_callback(taken))
    clock(at(11, 5))
    tried(crm, ref)
    again = run(crm.callback(ref))
    assert again is not None and again.start == at(13)


def test_after_three_attempts_a_case_asks_what_to_do(crm: EmbeddedCrm, clock: Clock) -> None:
    booked = run(crm.book_callback(a_callback(name="Camille")))
    for hour in (11, 13, 15):
        clock(at(hour, 29))
        tried(crm, booked.ref)
    over = run(crm.callback(booked.ref))
    assert over is not None and over.status is CallbackStatus.DONE
    (case,) = missed(crm)
    assert (case.contact, case.priority) == (booked.contact, Priority.NORMAL)
    assert booked.ref in case.description
    with pytest.raises(CrmRefused) as refused:
        tried(crm, booked.ref)
    assert refused.value.reason is Refusal.NOT_OPEN


def test_whoever_asks_again_has_all_the_attempts_again(crm: EmbeddedCrm, clock: Clock) -> None:
    ref = run(crm.book_callback(a_callback())).ref
    for hour in (11, 13):
        clock(at(hour, 29))
        tried(crm, ref)
    clock(at(14))
    run(crm.move_callback(ref, at(16), "by the person"))
    clock(at(16, 5))
    tried(crm, ref)
    still = run(crm.callback(ref))
    assert still is not None and still.status is CallbackStatus.MOVED
    assert missed(crm) == []


def test_without_a_free_place_within_the_horizon_a_case_is_opened(
    crm: EmbeddedCrm, clock: Clock, limits: pytest.MonkeyPatch
) -> None:
    ref = run(crm.book_callback(a_callback())).ref
    limits.setenv("GUICHET_CALLBACK_RETRY_MINUTES", "10080")
    limits.setenv("GUICHET_CALLBACK_HORIZON_DAYS", "1")
    clock(at(11, 5))
    tried(crm, ref)
    assert len(missed(crm)) == 1


@pytest.mark.parametrize("outcome", [CallOutcome.REACHED, CallOutcome.WRONG_NUMBER, CallOutcome.REFUSED])
def test_a_call_that_settles_it_ends_the_callback(crm: EmbeddedCrm, outcome: CallOutcome) -> None:
    ref = run(crm.book_callback(a_callback())).ref
    tried(crm, ref, outcome)
    over = run(crm.callback(ref))
    assert over is not None and over.status is CallbackStatus.DONE
    assert missed(crm) == []
    assert run(crm.book_callback(a_callback(external_ref="again"))).ref != ref


def test_the_same_call_is_told_once(crm: EmbeddedCrm, clock: Clock) -> None:
    ref = run(crm.book_callback(a_callback())).ref
    clock(at(11, 5))
    for _ in range(3):
        tried(crm, ref, key="call-1")
    assert len(run(crm.attempts_of(ref))) == 1
    again = run(crm.callback(ref))
    assert again is not None and again.sequence == 1


def test_two_colleagues_who_end_a_call_at_once_end_it_once(url: str) -> None:
    from tests.actions.crm.conftest import OfficeHours

    def settle(_: int) -> bool:
        desk = EmbeddedCrm(url, OfficeHours(), timeout=30)
        try:
            tried(desk, ref, CallOutcome.REACHED)
        except CrmRefused:
            return False
        return True

    ref = run(EmbeddedCrm(url, OfficeHours(), timeout=30).book_callback(a_callback())).ref
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(settle, range(8))) == 1


def test_a_callback_that_nobody_made_becomes_a_case_after_two_days(
    url: str, crm: EmbeddedCrm, clock: Clock
) -> None:
    booked = run(crm.book_callback(a_callback()))
    round = round_of(database.engine(url), "expiry")
    expiry = Expiry(database.engine(url), round, lambda _: None)
    clock(at(11, days=2))
    assert expiry.look() == 0
    clock(at(12, days=2))
    assert expiry.look() == 1
    assert expiry.look() == 0
    round.leave()
    (case,) = missed(crm)
    assert (case.contact, case.priority) == (booked.contact, Priority.HIGH)
    assert [one.outcome for one in run(crm.attempts_of(booked.ref))] == ["expired"]
    over = run(crm.callback(booked.ref))
    assert over is not None and over.status is CallbackStatus.DONE


def test_two_gateways_close_a_missed_callback_once(url: str, crm: EmbeddedCrm, clock: Clock) -> None:
    for last in range(20):
        run(crm.book_callback(a_callback(phone=number(last), external_ref=f"r{last}", start=at(9 + last % 9, 30))))
    clock(MONDAY + timedelta(days=4))
    engines = [create_engine(url, future=True) if url.startswith("postgresql") else database.engine(url) for _ in range(2)]
    counts: list[int] = []
    expiries = [Expiry(one, round_of(database.engine(url), "expiry"), counts.append) for one in engines]
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda one: one.look(), expiries))
    assert sum(done) == sum(counts) == 20
    assert len(missed(crm)) == 20


def test_a_program_tells_how_a_call_ended(desk: EmbeddedCrm, api: Api) -> None:
    ref = run(desk.book_callback(a_callback())).ref
    body = {"outcome": "reached", "text": "Tout va bien", "who": "agent", "external_ref": "call-1"}
    made = api.post(f"callbacks/{ref}/attempts", body)
    assert (made.status_code, made.json()["outcome"]) == (201, "reached")
    assert api.get(f"callbacks/{ref}/attempts").json()[0]["text"] == "Tout va bien"
    assert api.get("callbacks").json()["items"][0]["status"] == "done"


@pytest.mark.parametrize(
    ("body", "status"),
    [({"outcome": "expired"}, 422), ({"outcome": "dead"}, 422), ({}, 422), ({"outcome": "reached", "x": 1}, 422)],
)
def test_what_is_no_outcome_is_refused(desk: EmbeddedCrm, api: Api, body: dict[str, str], status: int) -> None:
    ref = run(desk.book_callback(a_callback())).ref
    assert api.post(f"callbacks/{ref}/attempts", body).status_code == status
    assert api.get(f"callbacks/{ref}/attempts").json() == []


def test_a_callback_that_there_is_none_of_is_refused(api: Api) -> None:
    assert api.post("callbacks/R-2222/attempts", {"outcome": "reached"}).status_code == 422
    assert api.get("callbacks/R-2222/attempts").status_code == 422


def test_who_is_forgotten_leaves_no_number_in_the_attempts(crm: EmbeddedCrm, clock: Clock) -> None:
    booked = run(crm.book_callback(a_callback()))
    clock(at(11, 5))
    tried(crm, booked.ref)
    told = run(crm.export(booked.contact))
    assert told["calls"][0]["phone"] == PHONE  # type: ignore[index]
    run(crm.erase(booked.contact))
    (left,) = run(crm.attempts_of(booked.ref))
    assert (left.phone, left.text, left.outcome) == ("", "", "no_answer")
