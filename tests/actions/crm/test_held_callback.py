"""A callback is moved from where it stands: its day and its hour need not be said again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions import callback_forms
from actions.callback_forms import ValidateRescheduleForm
from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import Callback
from actions.turn import Say, Turn
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import PHONE, a_callback, at, number


@pytest.fixture
def held(desk: EmbeddedCrm, monkeypatch: pytest.MonkeyPatch) -> Callback:
    """A callback on Thursday at 11:00, in the CRM that the form asks."""
    monkeypatch.setattr(callback_forms, "crm", lambda: desk)
    return run(desk.book_callback(a_callback(start=at(11, days=3))))


def checked(turn: Turn) -> dict[str, Any]:
    """What the form makes of a sentence, whatever it asks for."""
    form = ValidateRescheduleForm()
    read = form._volunteered(turn, Say(), turn.slots)
    asked = form._asked(turn).read(turn, True).values if turn.requested else {}
    return run(form.check(turn, Say(), {**read, **asked}))


def turn(text: str, language: str, requested: str | None, **slots: Any) -> Turn:
    return Turn(
        "sender", text, "reschedule_callback", 0.9, language, "web", requested,
        "reschedule_form", False, slots=slots,
    )  # fmt: skip


MOVED = [
    ("décalez mon rappel d'une heure", "fr", at(12, days=3)),
    ("avancez mon rappel d'une heure", "fr", at(10, days=3)),
    ("à la même heure vendredi", "fr", at(11, days=4)),
    ("un peu plus tard", "fr", at(11, 30, days=3)),
    ("la semaine suivante", "fr", at(11, days=10)),
    ("push my call back an hour", "en", at(12, days=3)),
    ("same time on friday", "en", at(11, days=4)),
    ("bring my call forward by half an hour", "en", at(10, 30, days=3)),
]


@pytest.mark.parametrize(("text", "language", "start"), MOVED)
def test_the_first_sentence_may_say_how_far(
    held: Callback, text: str, language: str, start: datetime
) -> None:
    known = turn(text, language, None, callback_ref=held.ref, callback_phone=PHONE)
    assert checked(known)["callback_start"] == start.isoformat()


@pytest.mark.parametrize(("text", "language", "start"), MOVED)
def test_the_answer_to_when_may_say_how_far(
    held: Callback, text: str, language: str, start: datetime
) -> None:
    was = held.start.isoformat()
    asked = turn(
        text, language, "callback_start", callback_ref=held.ref, phone=PHONE, callback_was=was
    )
    assert checked(asked)["callback_start"] == start.isoformat()


def test_the_callback_is_known_once_its_number_is_given(held: Callback) -> None:
    given = turn("06 39 98 01 01", "fr", "phone", callback_ref=held.ref)
    was = at(11, days=3).isoformat()
    assert checked(given) == {"phone": PHONE, "callback_was": was, "callback_queue": "support"}


def test_another_number_knows_nothing_of_it(held: Callback) -> None:
    wrong = turn("une heure plus tard", "fr", "callback_start", callback_ref=held.ref,
                 phone=number(77))  # fmt: skip
    assert checked(wrong) == {}
