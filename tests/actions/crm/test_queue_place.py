"""«Dès que possible» is a place in the queue, and an estimate from how calls are really made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from actions import callback_forms
from actions.crm.calls import CallOutcome as Outcome
from actions.crm.customers.doing import settle
from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import Place
from actions.queue_place import say_place
from actions.turn import Say, Turn
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import MONDAY, PHONE, a_callback, at, number

Clock = Callable[[datetime], None]


def book(crm: EmbeddedCrm, last: int, start: datetime, **more: Any) -> str:
    asked = {"phone": number(last), "external_ref": f"b{last}-{start}", "start": start, **more}
    return run(crm.book_callback(a_callback(**asked))).ref


def attempted(crm: EmbeddedCrm, clock: Clock, last: int, late: timedelta) -> None:
    """A callback of that morning, whose first attempt is that late, and a second much later."""
    clock(MONDAY)
    start = at(10 + last // 3)
    ref = book(crm, last, start)
    for wait, outcome in ((late, Outcome.NO_ANSWER), (timedelta(hours=5), Outcome.REACHED)):
        clock(start + wait)
        run(crm._run(partial(settle, ref=ref, outcome=outcome, text="", by="agent")))


def place(crm: EmbeddedCrm, start: datetime, queue: str = "support", phone: str = "") -> Place:
    return run(crm.queue_place(start, queue, phone))


def test_everyone_who_is_called_before_or_was_booked_earlier_goes_first(crm: EmbeddedCrm) -> None:
    assert place(crm, at(11)) == Place(1, at(11), at(11, 30))
    book(crm, 1, at(10)), book(crm, 2, at(11)), book(crm, 3, at(11, 30))
    book(crm, 4, at(10), queue="sales")
    run(crm.cancel_callback(book(crm, 5, at(10))))
    assert place(crm, at(11)).position == 3
    assert place(crm, at(10)).position == 2
    assert place(crm, at(10), "sales").position == 2


def test_ones_own_open_callback_is_not_before_oneself(crm: EmbeddedCrm) -> None:
    book(crm, 1, at(10))
    assert place(crm, at(11), phone=number(1)).position == 1


def test_what_is_over_is_not_waited_for(crm: EmbeddedCrm, clock: Clock) -> None:
    book(crm, 1, at(10))
    clock(at(10, 31))
    assert place(crm, at(12)).position == 1


def test_lateness_counts_once_ten_first_attempts_are_known(crm: EmbeddedCrm, clock: Clock) -> None:
    for n in range(10):
        clock(MONDAY + timedelta(days=1))
        assert place(crm, at(11, days=2)).expected == at(11, days=2)
        attempted(crm, clock, n, timedelta(minutes=2 * n))
    clock(MONDAY + timedelta(days=1))
    assert place(crm, at(11, days=2)) == Place(1, at(11, 9, days=2), at(11, 30, days=2))
    assert place(crm, at(11, days=2), "sales").expected == at(11, days=2)
    clock(MONDAY + timedelta(days=40))
    assert place(crm, at(11, days=42)).expected == at(11, days=42)


def test_calls_that_come_later_than_their_slot_are_not_promised_within_it(
    crm: EmbeddedCrm, clock: Clock
) -> None:
    for n in range(10):
        attempted(crm, clock, n, timedelta(minutes=45))
    clock(MONDAY + timedelta(days=1))
    late = at(11, 45, days=2)
    assert place(crm, at(11, days=2)) == Place(1, late, late)


def turn(text: str, **slots: Any) -> Turn:
    return Turn("sender", text, "request_callback", 0.9, slots.pop("language", "fr"), "web",
                "callback_start", "callback_form", False, slots=slots)  # fmt: skip


def said(desk: EmbeddedCrm, **slots: Any) -> list[dict[str, Any]]:
    say = Say()
    run(say_place(desk, say, turn("", **slots)))
    return list(say.messages)


@pytest.mark.parametrize("text", ["dès que possible", "le plus tôt possible", "au plus vite"])
def test_as_soon_as_possible_is_remembered_until_a_time_is_named(
    desk: EmbeddedCrm, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(callback_forms, "crm", lambda: desk)
    form = callback_forms.ValidateCallbackForm()

    def heard(asked: Turn) -> dict[str, Any]:
        return run(form.check(asked, Say(), dict(form._asked(asked).read(asked, True).values)))

    soonest = heard(turn(text, phone=PHONE))
    assert soonest["callback_soonest"] and soonest["callback_start"] == at(9, 30).isoformat()
    assert heard(turn("demain à 11 h", phone=PHONE, **soonest))["callback_soonest"] is None


def test_the_place_is_said_with_its_estimate(desk: EmbeddedCrm) -> None:
    asked = {"callback_soonest": True, "callback_start": at(10, 30).isoformat(), "phone": PHONE}
    first = said(desk, **asked)
    assert [one["response"] for one in first] == ["utter_callback_place_first"]
    book(desk, 2, at(10))
    told = said(desk, **asked)[0]
    assert (told["response"], told["place"]) == ("utter_callback_place", 2)
    assert (told["day"], told["expected"], told["latest"]) == ("aujourd’hui", "10 h 30", "11 h")
    assert said(desk, **{**asked, "callback_soonest": None}) == []


def test_the_estimate_is_by_the_clock_of_whoever_is_called(desk: EmbeddedCrm) -> None:
    told = said(desk, callback_soonest=True, callback_start=at(10, 30).isoformat(),
                phone="+262692123456", language="en")[0]  # fmt: skip
    assert (told["day"], told["expected"]) == ("today", "1.30 pm")
    assert told["latest"] == "2 pm, Réunion time"
