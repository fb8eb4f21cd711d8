"""A letter is written with the change that it tells of, whoever makes that change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.crm.calls import CallOutcome
from actions.crm.customers import doing
from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import CallbackStatus, CrmRefused, Refusal
from bot import database
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.letters.conftest import Office
from tests.actions.crm.program import Api
from tests.actions.crm.samples import EMAIL, PHONE, a_callback, at

UNTRUE = "not true any more"


def test_without_an_address_there_is_no_letter(crm: EmbeddedCrm, office: Office) -> None:
    booked = run(crm.book_callback(a_callback()))
    assert (booked.sequence, booked.email) == (0, "")
    run(crm.move_callback(booked.ref, at(15), "move"))
    assert run(crm.cancel_callback(booked.ref)).sequence == 2
    assert office.kinds() == []


def test_each_change_has_its_letter(crm: EmbeddedCrm, office: Office) -> None:
    booked = run(crm.book_callback(a_callback(email=EMAIL.upper())))
    assert office.kinds() == [("confirmed", 0, "waiting"), ("reminder", 0, "waiting")]
    assert {one["to"] for one in office.letters()} == {EMAIL}
    run(crm.move_callback(booked.ref, at(15), "move"))
    run(crm.move_callback(booked.ref, at(15), "move"))
    run(crm.cancel_callback(booked.ref))
    run(crm.cancel_callback(booked.ref))
    assert office.kinds() == [
        ("confirmed", 0, UNTRUE),
        ("reminder", 0, UNTRUE),
        ("moved", 1, UNTRUE),
        ("reminder", 1, UNTRUE),
        ("cancelled", 2, "waiting"),
    ]


def test_a_reminder_is_due_an_hour_before(crm: EmbeddedCrm, office: Office) -> None:
    run(crm.book_callback(a_callback(start=at(15), email=EMAIL)))
    assert [one["due_at"] for one in office.letters()] == [at(9), at(14)]


def test_a_call_that_is_soon_has_no_reminder(crm: EmbeddedCrm, office: Office) -> None:
    run(crm.book_callback(a_callback(start=at(10), email=EMAIL)))
    assert office.kinds() == [("confirmed", 0, "waiting")]


def test_an_address_that_comes_later_has_the_confirmation(crm: EmbeddedCrm, office: Office) -> None:
    booked = run(crm.book_callback(a_callback()))
    for address in (EMAIL, EMAIL, "autre@exemple.fr"):
        assert run(crm.set_callback_email(booked.ref.lower(), address)).email == address
    assert [(one["kind"], one["to"]) for one in office.letters()] == [
        ("confirmed", "autre@exemple.fr"),
        ("reminder", "autre@exemple.fr"),
    ]


@pytest.mark.parametrize("address", ["", "camille", "a b@exemple.fr", "x" * 250 + "@exemple.fr"])
def test_what_is_no_address_is_refused(crm: EmbeddedCrm, office: Office, address: str) -> None:
    booked = run(crm.book_callback(a_callback()))
    with pytest.raises(CrmRefused) as refused:
        run(crm.set_callback_email(booked.ref, address))
    assert refused.value.reason is Refusal.INVALID and office.kinds() == []


def test_only_an_open_callback_takes_an_address(crm: EmbeddedCrm) -> None:
    booked = run(crm.book_callback(a_callback()))
    run(crm.cancel_callback(booked.ref))
    for ref, reason in ((booked.ref, Refusal.NOT_OPEN), ("R-222222", Refusal.UNKNOWN)):
        with pytest.raises(CrmRefused) as refused:
            run(crm.set_callback_email(ref, EMAIL))
        assert refused.value.reason is reason


def test_a_change_that_is_refused_writes_nothing(crm: EmbeddedCrm, office: Office) -> None:
    booked = run(crm.book_callback(a_callback(email=EMAIL)))
    before = office.kinds()
    with pytest.raises(CrmRefused):
        run(crm.move_callback(booked.ref, at(3), "night"))
    assert office.kinds() == before


def test_a_new_request_for_the_number_is_a_move(crm: EmbeddedCrm, office: Office) -> None:
    run(crm.book_callback(a_callback(email=EMAIL)))
    moved = run(crm.book_callback(a_callback(start=at(15), external_ref="second")))
    assert (moved.sequence, moved.email) == (1, EMAIL)
    assert office.kinds()[-2:] == [("moved", 1, "waiting"), ("reminder", 1, "waiting")]


def test_a_callback_that_is_booked_again_is_confirmed_again(
    crm: EmbeddedCrm, office: Office
) -> None:
    booked = run(crm.book_callback(a_callback(email=EMAIL)))
    run(crm.cancel_callback(booked.ref))
    again = run(crm.book_callback(a_callback()))
    assert (again.ref, again.sequence) == (booked.ref, 2)
    assert office.kinds()[-3:] == [
        ("cancelled", 1, UNTRUE),
        ("confirmed", 2, "waiting"),
        ("reminder", 2, "waiting"),
    ]


def test_a_call_that_reached_nobody_is_told_with_the_next_one(
    crm: EmbeddedCrm, office: Office, clock: Callable[[datetime], None]
) -> None:
    booked = run(crm.book_callback(a_callback(email=EMAIL)))
    for hour in (11, 13, 15):
        clock(at(hour, 29))
        settled = partial(doing.settle, ref=booked.ref, outcome=CallOutcome.NO_ANSWER, text="")
        run(crm._run(partial(settled, by="zoe")))
    told = [(kind, sequence) for kind, sequence, _ in office.kinds() if kind in ("again", "missed")]
    assert told == [("again", 1), ("again", 2), ("missed", 2)]


def test_a_program_may_give_the_address(api: Api, sqlite_url: str) -> None:
    body = {"phone": PHONE, "start": at(15).isoformat(), "email": EMAIL.upper()}
    assert api.post("callbacks", body).status_code == 201
    assert [one["to"] for one in Office(sqlite_url).letters()] == [EMAIL, EMAIL]
    assert api.post("callbacks", {**body, "email": "camille"}).status_code == 422


STEP = st.one_of(
    st.tuples(st.just("move"), st.integers(0, 18)),
    st.tuples(st.just("book"), st.integers(0, 18)),
    st.tuples(st.just("cancel"), st.just(0)),
)


@given(st.lists(STEP, max_size=8))
def test_whatever_is_done_the_sequence_grows_with_every_change(
    tmp_path_factory: Any, migrated_file: Any, steps: list[tuple[str, int]]
) -> None:
    path = tmp_path_factory.mktemp("steps") / "crm.db"
    path.write_bytes(migrated_file.read_bytes())
    url = f"sqlite:///{path}"
    crm = EmbeddedCrm(url, OfficeHours(), timeout=30)
    held = run(crm.book_callback(a_callback(email=EMAIL)))
    for number, (what, half) in enumerate(steps):
        start = at(10 + half // 2, 30 * (half % 2))
        try:
            if what == "move":
                now = run(crm.move_callback(held.ref, start, f"move-{number}"))
            elif what == "cancel":
                now = run(crm.cancel_callback(held.ref))
            else:  # the very first request again books it again after a cancellation
                ref = a_callback().external_ref if half % 3 else f"book-{number}"
                now = run(crm.book_callback(a_callback(start=start, external_ref=ref)))
        except CrmRefused:
            continue
        if now.ref != held.ref:  # cancelled, then asked for as something new
            held = now
            continue
        same = (now.start, now.status is CallbackStatus.CANCELLED) == (
            held.start,
            held.status is CallbackStatus.CANCELLED,
        )
        assert now.sequence >= held.sequence
        assert same or now.sequence > held.sequence
        held = now
    told = [(one["callback"], one["kind"], one["sequence"]) for one in Office(url).letters()]
    assert len(told) == len(set(told))
    database.engine(url).dispose()
    database.engine.cache_clear()
