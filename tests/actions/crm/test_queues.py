"""Queues: each its own hours, languages and places, and a place is free again after its buffer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions.calendar import calendar
from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import CrmRefused, Refusal
from bot.settings import settings
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.program import CALLBACK, Api
from tests.actions.crm.samples import MONDAY, a_callback, at, number

QUEUES = (
    "support: mon-fri 09:00-18:00 | en mon-fri 10:00-12:00 | capacity 2 | buffer 10;"
    "sales: mon-fri 14:00-16:00 | fr | capacity 1"
)
Ask = Callable[..., object]


@pytest.fixture(autouse=True)
def two_queues(monday_morning: None, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("GUICHET_CALLBACK_QUEUES", QUEUES)
    settings.cache_clear()
    calendar.cache_clear()
    yield
    calendar.cache_clear()


@pytest.fixture
def books(url: str) -> EmbeddedCrm:
    """With the hours of the settings."""
    return EmbeddedCrm(url, timeout=30)


def refusal(books: EmbeddedCrm, **asked: object) -> Refusal | None:
    try:
        run(books.book_callback(a_callback(**asked)))
    except CrmRefused as refused:
        return refused.reason
    return None


def test_each_queue_offers_its_hours_in_each_language(books: EmbeddedCrm) -> None:
    assert run(books.free_slots(MONDAY, 1)) == (at(9, 30),)
    assert run(books.free_slots(MONDAY, 1, language="en")) == (at(10),)
    assert run(books.free_slots(at(12), 1, language="en")) == (at(10, days=1),)
    assert run(books.free_slots(MONDAY, 1, queue="sales")) == (at(14),)


def test_what_may_be_booked_is_what_is_offered(books: EmbeddedCrm) -> None:
    assert refusal(books, start=at(14), language="en") is Refusal.CLOSED
    assert refusal(books, start=at(11), queue="sales") is Refusal.CLOSED
    assert refusal(books, start=at(14), queue="sales") is None
    assert refusal(books, start=at(14)) is None


def test_a_queue_that_is_not_there_or_does_not_speak_it_is_refused(books: EmbeddedCrm) -> None:
    assert refusal(books, start=at(14), queue="billing") is Refusal.INVALID
    assert refusal(books, start=at(14), queue="sales", language="en") is Refusal.INVALID
    with pytest.raises(CrmRefused):
        run(books.free_slots(MONDAY, queue="billing"))


def test_each_queue_has_its_own_places(books: EmbeddedCrm) -> None:
    asked = [refusal(books, phone=number(n), external_ref=f"b{n}", start=at(14)) for n in range(3)]
    assert asked == [None, None, Refusal.FULL]
    sales = [
        refusal(books, phone=number(n), external_ref=f"s{n}", start=at(14), queue="sales")
        for n in range(2)
    ]
    assert sales == [None, Refusal.FULL]


def test_a_place_is_taken_until_its_buffer_is_over(books: EmbeddedCrm) -> None:
    for n in range(2):
        refusal(books, phone=number(n), external_ref=f"b{n}", start=at(11))
    assert run(books.free_slots(at(10), 2)) == (at(10), at(12))
    late = {"phone": number(9), "external_ref": "b9"}
    for start in (at(10, 25), at(11, 35)):
        assert refusal(books, **late, start=start) is Refusal.FULL
    assert refusal(books, **late, start=at(10, 20)) is None
    assert refusal(books, phone=number(8), external_ref="b8", start=at(11, 40)) is None


def test_a_callback_moves_within_the_hours_of_its_queue_and_language(books: EmbeddedCrm) -> None:
    booked = run(books.book_callback(a_callback(start=at(10), language="en")))
    with pytest.raises(CrmRefused) as refused:
        run(books.move_callback(booked.ref, at(15), "move-1"))
    assert refused.value.reason is Refusal.CLOSED
    assert run(books.move_callback(booked.ref, at(11), "move-2")).start == at(11)


def test_a_callback_of_a_queue_that_was_removed_can_still_be_moved(
    books: EmbeddedCrm, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked = run(books.book_callback(a_callback(start=at(14), queue="sales")))
    monkeypatch.setenv("GUICHET_CALLBACK_QUEUES", "support")
    settings.cache_clear()
    calendar.cache_clear()
    assert run(books.move_callback(booked.ref, at(17), "move-1")).queue == "sales"


def test_a_program_that_names_another_queue_is_told(sqlite_url: str) -> None:
    api = Api(EmbeddedCrm(sqlite_url, OfficeHours(), timeout=30))
    answer = api.post("callbacks", {**CALLBACK, "queue": "billing"})
    assert answer.status_code == 422
    assert "queue" in answer.text
