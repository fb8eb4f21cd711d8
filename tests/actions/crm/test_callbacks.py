"""Callbacks: booked, moved, cancelled, and never where nobody is there to make them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import CallbackStatus, CrmRefused, Refusal
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import MONDAY, PHONE, a_callback, at, number


def test_a_callback_is_booked_for_the_length_of_a_slot(crm: EmbeddedCrm) -> None:
    booked = run(crm.book_callback(a_callback(name="Camille")))
    assert booked.ref.startswith("R-") and booked.status is CallbackStatus.BOOKED
    assert (booked.start, booked.end) == (at(11), at(11, 30))
    assert run(crm.callbacks_of(PHONE)) == (booked,)
    assert run(crm.contact(booked.contact)).name == "Camille"  # type: ignore[union-attr]


def test_a_new_request_moves_the_open_callback(crm: EmbeddedCrm) -> None:
    first = run(crm.book_callback(a_callback()))
    second = run(
        crm.book_callback(a_callback(start=at(15), reason="ma box", external_ref="second"))
    )
    assert (second.ref, second.status) == (first.ref, CallbackStatus.MOVED)
    assert (second.start, second.reason) == (at(15), "ma box")
    assert run(crm.callbacks_of(PHONE)) == (second,)


def test_a_late_duplicate_does_not_undo_what_came_after_it(crm: EmbeddedCrm) -> None:
    first = run(crm.book_callback(a_callback()))
    moved = run(crm.move_callback(first.ref, at(15), "move-1"))
    assert run(crm.book_callback(a_callback())) == moved
    again = run(crm.move_callback(first.ref, at(16), "move-2"))
    assert run(crm.move_callback(first.ref, at(15), "move-1")) == again


def test_queues_do_not_share_their_callbacks(crm: EmbeddedCrm) -> None:
    support = run(crm.book_callback(a_callback()))
    sales = run(crm.book_callback(a_callback(queue="sales", external_ref="second")))
    assert support.ref != sales.ref
    assert {one.queue for one in run(crm.callbacks_of(PHONE))} == {"support", "sales"}


def test_a_cancelled_callback_stays_cancelled_and_frees_its_place(crm: EmbeddedCrm) -> None:
    booked = [
        run(crm.book_callback(a_callback(phone=number(n), external_ref=f"b{n}"))) for n in range(3)
    ]
    with pytest.raises(CrmRefused):
        run(crm.book_callback(a_callback(phone=number(9), external_ref="b9")))
    cancelled = run(crm.cancel_callback(booked[0].ref))
    assert run(crm.cancel_callback(booked[0].ref.lower())) == cancelled
    assert cancelled.status is CallbackStatus.CANCELLED
    run(crm.book_callback(a_callback(phone=number(9), external_ref="b9")))


def test_the_same_request_after_a_cancellation_books_it_again(crm: EmbeddedCrm) -> None:
    booked = run(crm.book_callback(a_callback()))
    run(crm.cancel_callback(booked.ref))
    assert run(crm.book_callback(a_callback())) == booked


def test_only_an_open_callback_is_moved(crm: EmbeddedCrm) -> None:
    booked = run(crm.book_callback(a_callback()))
    run(crm.cancel_callback(booked.ref))
    for ref, reason in ((booked.ref, Refusal.NOT_OPEN), ("R-222222", Refusal.UNKNOWN)):
        with pytest.raises(CrmRefused) as refused:
            run(crm.move_callback(ref, at(15), f"move-{reason}"))
        assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (at(8), Refusal.PAST),
        (at(9, 10), Refusal.TOO_SOON),
        (at(19, 40), Refusal.CLOSED),
        (at(21), Refusal.CLOSED),
        (at(11, days=5), Refusal.CLOSED),
        (at(11, days=22), Refusal.TOO_FAR),
        (datetime.max.replace(tzinfo=MONDAY.tzinfo), Refusal.TOO_FAR),
        (datetime(2026, 11, 23, 11), Refusal.INVALID),
    ],
)
def test_a_start_that_cannot_be_is_refused_with_its_reason(
    crm: EmbeddedCrm, start: datetime, reason: Refusal
) -> None:
    with pytest.raises(CrmRefused) as refused:
        run(crm.book_callback(a_callback(start=start)))
    assert refused.value.reason is reason
    assert run(crm.callbacks_of(PHONE)) == ()


def test_a_full_slot_is_refused_and_no_longer_offered(crm: EmbeddedCrm) -> None:
    assert run(crm.free_slots(at(11), 2)) == (at(11), at(11, 30))
    for n in range(3):
        run(crm.book_callback(a_callback(phone=number(n), external_ref=f"b{n}")))
    assert run(crm.free_slots(at(11), 2)) == (at(11, 30), at(12))
    assert run(crm.free_slots(at(11), 1, queue="sales")) == (at(11),)
    for start in (at(11), at(10, 45), at(11, 15)):
        with pytest.raises(CrmRefused) as refused:
            run(crm.book_callback(a_callback(phone=number(9), start=start, external_ref="b9")))
        assert refused.value.reason is Refusal.FULL


def test_moving_within_a_full_slot_does_not_count_oneself(crm: EmbeddedCrm) -> None:
    booked = [
        run(crm.book_callback(a_callback(phone=number(n), external_ref=f"b{n}"))) for n in range(3)
    ]
    moved = run(crm.move_callback(booked[0].ref, at(11, 10), "move-1"))
    assert moved.start == at(11, 10)


def test_every_slot_that_is_offered_can_be_booked(crm: EmbeddedCrm) -> None:
    offered = run(crm.free_slots(MONDAY, limit=400))
    assert offered[0] == at(9, 30) and len(offered) > 300
    for n, start in enumerate((offered[0], offered[20], offered[-1])):
        run(crm.book_callback(a_callback(phone=number(n), start=start, external_ref=f"b{n}")))
    assert run(crm.free_slots(at(11, days=30))) == ()


def test_a_callback_whose_time_has_passed_is_done(
    crm: EmbeddedCrm, clock: Callable[[datetime], None]
) -> None:
    first = run(crm.book_callback(a_callback()))
    clock(MONDAY + timedelta(days=1))
    assert run(crm.callbacks_of(PHONE)) == ()
    second = run(crm.book_callback(a_callback(start=at(11, days=1), external_ref="second")))
    assert second.ref != first.ref
    assert run(crm.book_callback(a_callback())).status is CallbackStatus.DONE
    with pytest.raises(CrmRefused):
        run(crm.cancel_callback(first.ref))


def test_what_a_forgotten_person_asked_is_not_booked_again(crm: EmbeddedCrm) -> None:
    booked = run(crm.book_callback(a_callback()))
    run(crm.erase(booked.contact))
    again: Any = run(crm.book_callback(a_callback()))
    assert (again.ref, again.status, again.phone) == (booked.ref, CallbackStatus.CANCELLED, "")
