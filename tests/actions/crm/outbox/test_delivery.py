"""What the desk noted reaches the company's CRM once, in order, as things stand."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions.crm.outbox import dead_letters
from actions.crm.outbox.known import KnownRecords
from actions.crm.outbox.tables import State
from actions.crm.port import CallbackStatus, CrmRefused, Outcome, Refusal
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import House, lost
from tests.actions.crm.samples import CAMILLE, PHONE, a_callback, a_case, a_lead, at, number

pytestmark = pytest.mark.usefixtures("no_pauses")


def test_a_case_with_its_note_a_callback_and_a_lead_arrive_as_they_are(house: House) -> None:
    case = run(house.desk.open_case(a_case()))
    run(house.desk.add_note(case.ref, "Toujours rouge.", "note-1"))
    run(house.desk.book_callback(a_callback()))
    run(house.desk.open_lead(a_lead()))
    house.deliver()
    (there,) = house.there("cases")
    assert (there.subject, there.external_ref) == (case.subject, case.external_ref)
    (called,) = house.there("callbacks")
    assert (called.phone, called.start) == (PHONE, at(11))
    assert [lead.interest for lead in house.there("leads")] == ["la fibre"]
    (person,) = house.there("contacts")
    assert (person.name, person.phone, person.email) == (
        CAMILLE.name, CAMILLE.phone, CAMILLE.email,
    )  # fmt: skip
    notes = run(house.company.books.export(person.ref))["notes"]
    assert [note["text"] for note in notes] == ["Toujours rouge."]  # type: ignore[attr-defined]
    assert len(house.letters(State.DELIVERED)) == 4


@pytest.mark.parametrize("times", [1, 3])
def test_an_answer_that_is_lost_after_the_work_was_done_makes_no_second_record(
    house: House, times: int
) -> None:
    run(house.desk.open_case(a_case()))
    run(house.desk.book_callback(a_callback()))
    house.company.fails = [("after", lost())] * times
    house.deliver()
    assert len(house.there("cases")) == len(house.there("callbacks")) == 1
    assert len(house.letters(State.DELIVERED)) == 2


def test_the_same_request_again_has_the_same_letter(house: House) -> None:
    mine = house.desk.following()
    run(mine.open_case(a_case()))
    run(mine.open_case(a_case()))
    house.deliver()
    assert len(house.letters(State.DELIVERED)) == 1
    assert run(mine.outcome(0)) is Outcome.DELIVERED


def test_changes_of_a_callback_that_waited_are_told_as_they_stand(house: House) -> None:
    booked = run(house.desk.book_callback(a_callback()))
    run(house.desk.move_callback(booked.ref, at(14), "move-1"))
    run(house.desk.move_callback(booked.ref, at(15), "move-2"))
    house.deliver()
    (there,) = house.there("callbacks")
    assert there.start == at(15)
    assert house.company.asked == ["book_callback"]


def test_a_callback_is_moved_cancelled_and_booked_again(house: House) -> None:
    booked = run(house.desk.book_callback(a_callback()))
    house.deliver()
    run(house.desk.move_callback(booked.ref, at(16), "move-1"))
    house.deliver()
    assert [one.start for one in house.there("callbacks")] == [at(16)]
    run(house.desk.cancel_callback(booked.ref))
    house.deliver()
    assert [one.status for one in house.there("callbacks")] == [CallbackStatus.CANCELLED]
    run(house.desk.book_callback(a_callback(start=at(17))))
    house.deliver()
    standing = [one for one in house.there("callbacks") if one.status != CallbackStatus.CANCELLED]
    assert [one.start for one in standing] == [at(17)]


def test_one_that_was_cancelled_while_its_booking_had_no_answer_is_not_left_there(
    house: House,
) -> None:
    booked = run(house.desk.book_callback(a_callback()))
    house.company.fails = [("after", lost()), ("before", lost())]
    house.once()
    run(house.desk.cancel_callback(booked.ref))
    house.deliver()
    assert all(one.status is CallbackStatus.CANCELLED for one in house.there("callbacks"))


def test_one_that_was_cancelled_before_it_was_told_is_never_booked_there(house: House) -> None:
    booked = run(house.desk.book_callback(a_callback()))
    run(house.desk.cancel_callback(booked.ref))
    house.deliver()
    assert house.company.asked == []
    assert len(house.letters(State.DELIVERED)) == 2


def test_letters_of_one_person_keep_their_order_and_hold_no_other_up(house: House) -> None:
    case = run(house.desk.open_case(a_case()))
    run(house.desk.add_note(case.ref, "Ensuite.", "note-1"))
    run(house.desk.book_callback(a_callback(phone=number(7), external_ref="other")))
    due = house.mail.due(10)
    assert [one.kind.value for one in due] == ["case", "callback"]


def test_who_is_forgotten_before_the_letter_went_is_never_told_of(house: House) -> None:
    case = run(house.desk.open_case(a_case()))
    run(house.desk.erase(case.contact))
    house.deliver()
    assert set(house.company.asked) == {"erase", "find_contacts"}
    assert house.there("cases") == house.there("contacts") == []
    assert len(house.letters(State.DELIVERED)) == 2


@pytest.mark.parametrize("after", [[], [("before", lost())]])
def test_one_who_cannot_be_forgotten_there_holds_up_none_of_the_others_and_is_told_of(
    house: House, after: list[Any]
) -> None:
    case = run(house.desk.open_case(a_case()))
    house.deliver()
    KnownRecords(house.mail.database, "company").met(case.contact, "another")
    run(house.desk.erase(case.contact))
    house.company.fails = [("before", CrmRefused(Refusal.INVALID, "not erased: 1x Lead")), *after]
    house.deliver()
    assert house.company.asked.count("erase") >= 2
    (dead,) = house.letters(State.DEAD)
    assert dead.problem == "invalid: not erased: 1x Lead"
    assert dead_letters.replay(house.mail.database, "company") == 1
    house.deliver()
    assert [one.description for one in house.there("cases")] == [""]


def test_how_a_case_stands_is_what_the_company_says(house: House) -> None:
    from actions.crm.embedded import cases
    from actions.crm.port import CaseStatus

    case = run(house.desk.open_case(a_case()))
    house.deliver()
    (there,) = house.there("cases")
    change = {"ref": there.ref, "status": CaseStatus.RESOLVED}
    run(house.company.books._run(lambda unit: cases.set_status(unit, **change)))
    assert run(house.desk.case(case.ref)).status is CaseStatus.RESOLVED
    house.company.down = lost("away")
    assert run(house.desk.case(case.ref)).status is CaseStatus.RESOLVED


def test_a_refusal_is_seen_to_by_a_person_and_may_be_sent_again(house: House) -> None:
    from actions.crm.lists import Query

    run(house.desk.open_case(a_case()))
    house.company.fails = [("before", CrmRefused(Refusal.INVALID, "HTTP 422"))]
    house.deliver()
    (dead,) = house.letters(State.DEAD)
    assert dead.problem == "invalid: HTTP 422"
    asks = run(house.desk.cases(Query(category=dead_letters.UNDELIVERED))).items
    assert [(one.status.value, dead.ref in one.description) for one in asks] == [("open", True)]
    assert dead_letters.replay(house.mail.database, "company", [dead.position]) == 1
    house.deliver()
    assert len(house.there("cases")) == 1
    asks = run(house.desk.cases(Query(category=dead_letters.UNDELIVERED))).items
    assert [one.status.value for one in asks] == ["closed"]


steps = st.lists(
    st.sampled_from(["book", "move", "cancel", "deliver", "lost", "away"]), min_size=1, max_size=9
)


@given(steps)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_in_whatever_order_both_agree_in_the_end(
    house: House, steps: list[str]
) -> None:
    phone = number(next(NUMBERS) % 90 + 10)
    ref = ""
    house.company.fails = []
    for count, step in enumerate(steps):
        if step == "book":
            start = at(10 + count % 8, days=count % 3)
            wanted = a_callback(phone=phone, start=start, external_ref=f"{phone}-{count}")
            ref = run(house.desk.book_callback(wanted)).ref
        elif step in ("move", "cancel") and ref:
            try:
                _change(house, step, ref, count)
            except CrmRefused as error:
                assert error.reason is Refusal.NOT_OPEN
        elif step == "deliver":
            house.deliver()
        elif step in ("lost", "away"):
            house.company.fails.append(("after" if step == "lost" else "before", lost()))
    house.deliver()
    mine = run(house.desk.callbacks_of(phone))
    theirs = run(house.company.books.callbacks_of(phone))
    assert [one.start for one in theirs] == [one.start for one in mine]


NUMBERS = itertools.count()


def _change(house: House, step: str, ref: str, count: int) -> None:
    if step == "cancel":
        run(house.desk.cancel_callback(ref))
    else:
        start = at(9, 30, days=count % 3) + timedelta(hours=count)
        run(house.desk.move_callback(ref, start, f"{ref}-move-{count}"))
