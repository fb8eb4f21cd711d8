"""A call that the company made, cancelled or moved in its own CRM is neither missed nor recalled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from actions.crm.calls import CallOutcome, NewAttempt
from actions.crm.customers.expiry import Expiry
from actions.crm.embedded.tables import contacts
from actions.crm.letters.carriers import Folder
from actions.crm.letters.post import Post
from actions.crm.letters.postman import Postman
from actions.crm.lists import Query
from actions.crm.outbox.asking import Asking
from actions.crm.outbox.round import round_of
from actions.crm.outbox.tables import State
from actions.crm.port import CallbackStatus, Case, CrmRefused, Priority, Refusal
from tests.actions.crm.conftest import run
from tests.actions.crm.outbox.conftest import House, lost
from tests.actions.crm.samples import EMAIL, a_callback, at

Clock = Callable[[datetime], None]
DONE, CANCELLED, MOVED = CallbackStatus.DONE, CallbackStatus.CANCELLED, CallbackStatus.MOVED
LATE = at(12, days=2)  # two days after a call at eleven was to end
pytestmark = pytest.mark.usefixtures("no_pauses", "a_crm_of_the_company")


@pytest.fixture
def booked(house: House) -> str:
    """A call at eleven that the company knows of."""
    ref = run(house.desk.book_callback(a_callback(email=EMAIL))).ref
    house.deliver()
    return ref


def asking(house: House) -> Asking:
    return Asking(house.mail.database, "webhook", lambda: house.company)  # type: ignore[arg-type, return-value]


def expired(house: House) -> int:
    round = round_of(house.mail.database, "expiry")
    done = Expiry(house.mail.database, round, lambda _: None, asking(house).ask).look()
    round.leave()
    return done


def letters(house: House, tmp_path: Path) -> list[str]:
    """Goes round with the letters that are due; what kinds have been sent by now."""
    database, told = house.mail.database, list[str]()
    round = round_of(database, "postman")
    count = lambda kind, outcome: told.append(kind)  # noqa: E731
    Postman(Post(database), Folder(tmp_path / "l"), round, count, ask=asking(house).ask).round()
    round.leave()
    return told


def missed(house: House) -> list[Case]:
    return list(run(house.desk.cases(Query(category="callback_missed"))).items)


def there(house: House, what: str) -> None:
    """A colleague of the company does this in the company's CRM."""
    (one,) = house.there("callbacks")
    books = house.company.books
    if what == "done":
        run(books.attempted(one.ref, NewAttempt(CallOutcome.REACHED)))
    elif what == "cancelled":
        run(books.cancel_callback(one.ref))
    else:
        run(books.move_callback(one.ref, at(15), "by a colleague"))


@pytest.mark.parametrize(("what", "status"), [("done", DONE), ("cancelled", CANCELLED)])
def test_a_call_that_is_over_there_is_over_here_without_a_case(
    house: House, booked: str, clock: Clock, what: str, status: CallbackStatus
) -> None:
    there(house, what)
    clock(LATE)
    assert expired(house) == 0
    assert missed(house) == []
    over = run(house.desk.callback(booked))
    assert over is not None and over.status is status
    outcomes = [one.outcome for one in run(house.desk.attempts_of(booked))]
    assert outcomes == (["elsewhere"] if what == "done" else [])
    house.deliver()
    assert house.there("cases") == [] and house.company.books.ends == []


@pytest.mark.parametrize("what", ["done", "cancelled"])
def test_nobody_is_reminded_of_a_call_that_is_over_there(
    house: House, booked: str, clock: Clock, tmp_path: Path, what: str
) -> None:
    assert letters(house, tmp_path) == ["confirmed"]
    there(house, what)
    clock(at(10))
    assert letters(house, tmp_path) == []
    assert run(house.desk.callbacks_of(a_callback().phone)) == ()


def test_a_call_that_was_moved_there_is_moved_here_and_told_of(
    house: House, booked: str, clock: Clock, tmp_path: Path
) -> None:
    letters(house, tmp_path)
    there(house, "moved")
    clock(at(10))
    assert letters(house, tmp_path) == ["moved"]
    now = run(house.desk.callback(booked))
    assert now is not None and (now.start, now.end, now.status) == (at(15), at(15, 30), MOVED)
    assert now.sequence == 1
    clock(at(14))
    assert letters(house, tmp_path) == ["reminder"]
    before = list(house.company.asked)
    house.deliver()
    assert house.company.asked == before


def test_one_that_was_moved_there_to_a_later_day_is_not_late(
    house: House, booked: str, clock: Clock
) -> None:
    (one,) = house.there("callbacks")
    run(house.company.books.move_callback(one.ref, at(15, days=2), "by a colleague"))
    clock(LATE)
    assert expired(house) == 0
    now = run(house.desk.callback(booked))
    assert now is not None and now.start == at(15, days=2)


def test_a_call_that_stands_there_was_missed_and_is_closed_there(
    house: House, booked: str, clock: Clock
) -> None:
    clock(LATE)
    assert expired(house) == 1
    (case,) = missed(house)
    assert case.priority is Priority.HIGH
    house.deliver()
    assert [one.value for one in house.company.books.ends] == ["expired"]
    assert [one.status for one in house.there("callbacks")] == [DONE]
    assert [one.category for one in house.there("cases")] == ["callback_missed"]


def test_while_the_company_cannot_be_asked_an_expiry_waits_for_a_day(
    house: House, booked: str, clock: Clock
) -> None:
    house.company.down = lost("away")
    clock(LATE)
    assert expired(house) == 0 and missed(house) == []
    clock(LATE + timedelta(hours=23))
    assert expired(house) == 0
    clock(LATE + timedelta(days=1))
    assert expired(house) == 1
    assert len(missed(house)) == 1


def test_while_the_company_cannot_be_asked_a_reminder_goes(
    house: House, booked: str, clock: Clock, tmp_path: Path
) -> None:
    letters(house, tmp_path)
    house.company.down = lost("away")
    clock(at(10))
    assert letters(house, tmp_path) == ["reminder"]


def test_a_crm_that_did_not_answer_is_left_alone_for_a_while(house: House, booked: str) -> None:
    house.company.down = lost("away")
    one = asking(house)
    before = house.company.asked.count("callback_state")
    for _ in range(3):
        assert one.ask([booked]) == {booked}
    assert house.company.asked.count("callback_state") == before + 1


def test_a_crm_that_cannot_tell_changes_nothing(house: House, booked: str, clock: Clock) -> None:
    there(house, "done")
    house.company.fails = [("before", CrmRefused(Refusal.INVALID, "HTTP 403"))]
    clock(LATE)
    assert expired(house) == 1


def test_what_the_desk_has_still_to_tell_is_newer(house: House, booked: str) -> None:
    there(house, "done")
    run(house.desk.move_callback(booked, at(16), "by the visitor"))
    assert asking(house).ask([booked]) == frozenset()
    now = run(house.desk.callback(booked))
    assert now is not None and (now.start, now.status) == (at(16), MOVED)


def test_the_database_can_be_written_to_while_the_company_is_asked(
    house: House, booked: str, clock: Clock
) -> None:
    books, done = house.company.books, list[str]()

    async def slowly(ref: str) -> Any:
        with house.mail.database.begin() as connection:
            connection.execute(contacts.update().values(name="Autre"))
        done.append(ref)
        return None

    books.callback_state = slowly  # type: ignore[method-assign]
    clock(LATE)
    assert expired(house) == 1
    assert len(done) == 1


def test_a_callback_that_was_cancelled_there_can_be_booked_again(house: House, booked: str) -> None:
    there(house, "cancelled")
    asking(house).ask([booked])
    run(house.desk.book_callback(a_callback(start=at(17))))
    house.deliver()
    standing = [one for one in house.there("callbacks") if one.status is not CANCELLED]
    assert [one.start for one in standing] == [at(17)]
    assert house.letters(State.DEAD) == []
