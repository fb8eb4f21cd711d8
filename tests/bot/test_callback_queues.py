"""Callback queues as the settings write them."""

from __future__ import annotations

import pytest

from bot.callback_queues import CallbackQueue, callback_queues
from bot.settings import Settings

HOURS = "mon-fri 08:00-20:00"
TWO = (
    "support: mon-fri 09:00-18:00, sat 09:00-12:00 | en mon-fri 10:00-12:00 | capacity 3"
    " | buffer 10; sales: mon-fri 09:00-18:00 | fr | capacity 1"
)


def test_nothing_written_is_one_queue_with_the_companys_hours() -> None:
    assert callback_queues("", HOURS, 4) == {"support": CallbackQueue("support", HOURS, capacity=4)}


def test_each_queue_has_its_hours_languages_places_and_buffer() -> None:
    support, sales = callback_queues(TWO, HOURS, 4).values()
    assert (support.capacity, support.buffer, support.languages) == (3, 10, ("fr", "en"))
    assert support.written("fr") == "mon-fri 09:00-18:00, sat 09:00-12:00"
    assert support.written("en") == "mon-fri 10:00-12:00"
    assert (sales.capacity, sales.buffer, sales.languages) == (1, 0, ("fr",))
    assert sales.serves("fr") and not sales.serves("en")


def test_what_a_queue_does_not_say_is_the_companys() -> None:
    found = callback_queues("support; Sales: | fr, en", HOURS, 4)
    assert {one.hours for one in found.values()} == {HOURS}
    assert found["sales"].capacity == 4


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("sales: mon 9:00-10:00", "'support'"),
        ("support; support", "twice"),
        ("support: lundi 9h-18h", "opening hours"),
        ("support: | de mon 9:00-10:00", "not understood"),
        ("support: | capacity many", "not understood"),
        ("support: | capacity 0", "capacity"),
        ("support: | buffer 600", "buffer"),
        ("le support: mon 9:00-10:00", "no name"),
        ("support: | fr", "'en'"),
        ("support: | fr | en mon 9:00-10:00; sales", "not spoken"),
    ],
)
def test_a_wrong_text_stops_the_start_and_says_why(written: str, why: str) -> None:
    with pytest.raises(ValueError, match="GUICHET_CALLBACK_QUEUES: .*" + why):
        Settings(callback_queues=written)


def test_hours_that_nobody_can_read_stop_the_start_too() -> None:
    with pytest.raises(ValueError, match="opening hours"):
        Settings(company_hours="du lundi au vendredi")
