"""The database is locked, gone, or will not write."""

from __future__ import annotations

import httpx
import pytest

from tests.conftest import Desk
from tests.faults.house import (
    Person,
    kept,
    locked,
    names,
    refused,
    rows,
    send,
    settled,
    unwritable,
    without_table,
)

pytestmark = pytest.mark.desk


def goes_on(desk: Desk, person: Person) -> None:
    """The confirmation that failed is given again, and the callback is booked once."""
    desk.wait_ready()
    assert "utter_callback_booked" in names(settled(desk, person.sender, "oui", "yes-1"))
    assert len(person.callbacks(desk)) == 1


def test_a_locked_database_is_said_and_the_conversation_goes_on(
    desk: Desk, person: Person
) -> None:
    person.asks(desk)
    with locked(desk):
        answer = send(desk, person.sender, "oui", "yes-1")
        assert refused(answer) == "storage"
        ready = httpx.get(f"{desk.url}/readyz", timeout=5)
        assert ready.status_code == 503 and ready.json()["parts"]["database"] == "down"
    assert person.callbacks(desk) == []
    goes_on(desk, person)


def test_a_file_replaced_by_a_folder_is_said_and_nothing_is_lost(
    desk: Desk, person: Person
) -> None:
    person.asks(desk)
    file, away = desk.data / "guichet.db", desk.data / "away.db"
    file.rename(away)
    file.mkdir()
    try:
        answer = send(desk, person.sender, "oui", "yes-1")
        assert refused(answer) == "storage"
    finally:
        file.rmdir()
        away.rename(file)
    goes_on(desk, person)


def test_a_log_that_cannot_be_written_refuses_the_message(desk: Desk, person: Person) -> None:
    person.asks(desk)
    with unwritable(desk, "messages"):
        answer = send(desk, person.sender, "oui", "yes-1")
        assert refused(answer) == "storage"
        assert person.callbacks(desk) == []
    goes_on(desk, person)


def test_a_conversation_that_cannot_be_read_does_not_begin_anew(
    desk: Desk, person: Person
) -> None:
    person.asks(desk)
    with without_table(desk, "conversations"):
        answer = send(desk, person.sender, "oui", "yes-1")
        assert refused(answer) == "unavailable"
    goes_on(desk, person)


def test_a_conversation_that_cannot_be_saved_keeps_the_promise_of_one_effect(
    desk: Desk, person: Person
) -> None:
    person.asks(desk)
    before = rows(desk, "SELECT state FROM conversations WHERE sender = ?", person.sender)
    with unwritable(desk, "conversations"):
        answer = send(desk, person.sender, "oui", "yes-1")
        assert kept(answer)
        assert len(person.callbacks(desk)) == 1
        while kept(answer):
            answer = send(desk, person.sender, "oui", "yes-1")
        assert refused(answer) == "unavailable"
        after = rows(desk, "SELECT state FROM conversations WHERE sender = ?", person.sender)
        assert after == before
    goes_on(desk, person)


def test_a_conversation_that_is_saved_late_answers_as_if_nothing_had_happened(
    desk: Desk, person: Person
) -> None:
    person.asks(desk)
    with unwritable(desk, "conversations"):
        answer = send(desk, person.sender, "oui", "yes-1")
        assert kept(answer)
    goes_on(desk, person)
