"""How a call ended and what was agreed to reach the company's CRM, in order, and once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from actions.crm.calls import CallOutcome, Consent, NewAttempt, Purpose
from actions.crm.customers import doing
from actions.crm.customers.books import changing
from actions.crm.lists import Query
from actions.crm.outbox import dead_letters
from actions.crm.outbox.tables import State
from actions.crm.port import CallbackStatus, CrmRefused, Kind, Refusal
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import House, lost
from tests.actions.crm.samples import a_callback, a_lead, at

Clock = Callable[[datetime], None]
CALL = Consent(Purpose.CALLBACK, "web", "0123456789ab", "On vous rappelle {start} ?", "fr")
OFFERS = Consent(Purpose.PROSPECTING, "voice", "ba9876543210", "About offers. All right?", "en")
TAKEN_BACK = "2026-11-23T08:00:00Z"
pytestmark = pytest.mark.usefixtures("no_pauses", "a_crm_of_the_company")


def booked(house: House) -> str:
    ref = run(house.desk.book_callback(a_callback(consent=CALL))).ref
    house.deliver()
    return ref


def ends(house: House) -> list[str]:
    return [one.value for one in house.company.books.ends]


@pytest.mark.parametrize(
    "outcome", [CallOutcome.REACHED, CallOutcome.WRONG_NUMBER, CallOutcome.REFUSED]
)
def test_an_outcome_that_a_colleague_sets_closes_the_call_there(
    house: House, outcome: CallOutcome
) -> None:
    ref = booked(house)
    with changing(house.mail.database) as unit:
        doing.settle(unit, ref, outcome, "", "agent")
    house.deliver()
    assert ends(house) == [outcome.value]
    assert [one.status for one in house.there("callbacks")] == [CallbackStatus.DONE]
    assert house.letters(State.DEAD) == []


def test_a_call_that_was_given_up_is_closed_there(house: House, clock: Clock) -> None:
    ref = booked(house)
    for hour in (11, 13, 15):
        clock(at(hour, 29))
        run(house.desk.attempted(ref, NewAttempt(CallOutcome.NO_ANSWER)))
        house.deliver()
    assert ends(house) == ["given_up"]
    assert [one.category for one in house.there("cases")] == ["callback_missed"]


def test_one_whose_time_has_passed_is_closed_there_when_another_is_booked(
    house: House, clock: Clock
) -> None:
    booked(house)
    clock(at(14))
    run(house.desk.book_callback(a_callback(start=at(16), external_ref="another")))
    house.deliver()
    assert ends(house) == ["expired"]
    states = {one.start: one.status for one in house.there("callbacks")}
    assert states == {at(11): CallbackStatus.DONE, at(16): CallbackStatus.BOOKED}


def test_an_answer_that_is_lost_closes_it_once(house: House) -> None:
    ref = booked(house)
    run(house.desk.attempted(ref, NewAttempt(CallOutcome.REACHED)))
    house.company.fails = [("after", lost()), ("before", lost())]
    house.deliver()
    assert ends(house) == ["reached"]
    assert len(house.letters(State.DELIVERED)) == 2


def test_one_whose_booking_had_no_answer_is_found_and_closed(house: House, clock: Clock) -> None:
    ref = run(house.desk.book_callback(a_callback())).ref
    house.company.fails = [("after", lost())]
    house.once()
    run(house.desk.attempted(ref, NewAttempt(CallOutcome.REACHED)))
    house.deliver()
    assert ends(house) == ["reached"]


def test_one_whose_booking_never_arrived_is_not_booked_when_it_is_over(
    house: House, clock: Clock
) -> None:
    ref = run(house.desk.book_callback(a_callback())).ref
    house.company.fails = [("before", lost())]
    house.once()
    clock(at(12))
    run(house.desk.attempted(ref, NewAttempt(CallOutcome.REACHED)))
    house.deliver()
    assert house.there("callbacks") == [] and house.letters(State.DEAD) == []


def test_one_that_is_over_there_stays_as_it_is(house: House) -> None:
    ref = booked(house)
    (there,) = house.there("callbacks")
    run(house.company.books.cancel_callback(there.ref))
    run(house.desk.attempted(ref, NewAttempt(CallOutcome.REACHED)))
    house.deliver()
    assert ends(house) == [] and house.letters(State.DEAD) == []


def test_one_that_is_gone_there_needs_no_end(house: House) -> None:
    ref = booked(house)
    run(house.desk.attempted(ref, NewAttempt(CallOutcome.REACHED)))
    house.company.fails = [("before", CrmRefused(Refusal.UNKNOWN, "HTTP 404"))]
    house.deliver()
    assert house.letters(State.DEAD) == []


def test_an_end_that_is_refused_is_seen_to_by_a_person(house: House) -> None:
    ref = booked(house)
    run(house.desk.attempted(ref, NewAttempt(CallOutcome.REACHED)))
    house.company.fails = [("before", CrmRefused(Refusal.INVALID, "HTTP 422"))]
    house.deliver()
    (dead,) = house.letters(State.DEAD)
    assert (dead.kind, dead.ref) == (Kind.CALLBACK, ref)
    asks = run(house.desk.cases(Query(category=dead_letters.UNDELIVERED))).items
    assert len(asks) == 1
    dead_letters.replay(house.mail.database, "webhook")
    house.deliver()
    assert ends(house) == ["reached"]


def test_what_was_agreed_to_is_told_with_the_record(house: House) -> None:
    booked(house)
    lead = run(house.desk.open_lead(a_lead(consent=OFFERS)))
    house.deliver()
    there = {one.record[0]: one for one in run(house.company.books.consents(a_callback().phone))}
    assert (there["R"].text, there["R"].channel, there["R"].purpose) == (
        CALL.text, "web", Purpose.CALLBACK,
    )  # fmt: skip
    assert (there["L"].text, there["L"].purpose) == (OFFERS.text, Purpose.PROSPECTING)
    assert lead.contact and house.company.books.remarks == []


def test_a_second_consent_to_the_same_call_is_told_of(house: House) -> None:
    booked(house)
    again = Consent(Purpose.CALLBACK, "voice", "cc", "On vous appelle à 16 h ?", "fr")
    run(house.desk.book_callback(a_callback(start=at(16), external_ref="again", consent=again)))
    house.deliver()
    ((kind, _, line),) = house.company.books.remarks
    assert kind is Kind.CALLBACK and "· voice · « On vous appelle à 16 h ? »" in line


def test_a_consent_that_is_taken_back_on_the_card_is_told_of(house: House) -> None:
    booked(house)
    lead = run(house.desk.open_lead(a_lead(consent=OFFERS)))
    house.deliver()
    for _ in range(2):
        with changing(house.mail.database) as unit:
            doing.withdraw(unit, lead.contact, "agent")
        house.deliver()
    told = [(kind, line) for kind, _, line in house.company.books.remarks if "retiré" in line]
    assert told == [
        (Kind.CALLBACK, f"Accord retiré : rappel (callback) · {TAKEN_BACK}"),
        (Kind.LEAD, f"Accord retiré : offres (prospecting) · {TAKEN_BACK}"),
    ]


def test_whoever_refuses_takes_all_back_there_too(house: House) -> None:
    run(house.desk.open_lead(a_lead(consent=OFFERS)))
    ref = booked(house)
    run(house.desk.attempted(ref, NewAttempt(CallOutcome.REFUSED)))
    house.deliver()
    taken = [kind for kind, _, line in house.company.books.remarks if "retiré" in line]
    assert taken == [Kind.LEAD, Kind.CALLBACK] and ends(house) == ["refused"]


def test_of_somebody_who_was_forgotten_no_consent_is_told(house: House) -> None:
    booked(house)
    contact = run(house.desk.find_contacts(phone=a_callback().phone))[0].ref
    with changing(house.mail.database) as unit:
        doing.withdraw(unit, contact, "agent")
    run(house.desk.erase(contact))
    house.deliver()
    assert house.company.books.remarks == [] and house.letters(State.DEAD) == []
