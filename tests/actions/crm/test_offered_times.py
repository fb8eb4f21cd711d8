"""What is proposed when a time is full: one list, said, shown and picked from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from actions import callback_questions
from actions.callback_forms import START
from actions.callback_times import chosen_start
from actions.crm.embedded import EmbeddedCrm
from actions.turn import Say, Turn
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import a_callback, at, number

FULL = (at(16), at(16, 30))
FREE = [at(17), at(17, 30), at(18)]


def turn(text: str, language: str = "fr", **slots: Any) -> Turn:
    return Turn(
        "sender", text, "inform", 0.9, language, "web", "callback_start", "callback_form", False,
        slots=slots,
    )  # fmt: skip


@pytest.fixture
def busy(desk: EmbeddedCrm) -> EmbeddedCrm:
    """Every place at 16:00 and at 16:30 of Monday is taken."""
    for place, start in enumerate([*FULL, *FULL, *FULL]):
        run(desk.book_callback(a_callback(
            phone=number(place), start=start, external_ref=f"visitor-{place}"
        )))  # fmt: skip
    return desk


def chosen(crm: EmbeddedCrm, asked: Turn) -> tuple[dict[str, Any], Say]:
    say = Say()
    read = START.read(asked, True)
    return run(chosen_start(crm, asked, say, dict(read.values))), say


def test_a_full_afternoon_is_answered_with_the_times_after_it(busy: EmbeddedCrm) -> None:
    values, say = chosen(busy, turn("aujourd'hui à 16 h"))
    assert [one["response"] for one in say.messages] == [
        "utter_callback_full", "utter_callback_nearest",
    ]  # fmt: skip
    assert (
        say.messages[-1]["times"] == "aujourd’hui à 17 h, aujourd’hui à 17 h 30, aujourd’hui à 18 h"
    )
    assert [datetime.fromisoformat(one) for one in values["callback_offered"]] == FREE


def test_the_choices_are_the_times_that_were_said(
    busy: EmbeddedCrm, monkeypatch: pytest.MonkeyPatch
) -> None:
    values, _ = chosen(busy, turn("aujourd'hui à 16 h 30"))
    monkeypatch.setattr(callback_questions, "crm", lambda: busy)
    say, kept = asked(values)
    buttons = say.messages[0]["first_buttons"]
    assert [one["title"] for one in buttons] == [
        "aujourd’hui à 17 h", "aujourd’hui à 17 h 30", "aujourd’hui à 18 h",
    ]  # fmt: skip
    assert kept == values["callback_offered"]


@pytest.mark.parametrize(
    ("text", "language", "place"),
    [("le premier", "fr", 0), ("le deuxième", "fr", 1), ("the second one", "en", 1),
     ("le dernier", "fr", 2), ("the last one", "en", 2)],
)  # fmt: skip
def test_a_place_is_a_place_among_them(
    busy: EmbeddedCrm, text: str, language: str, place: int
) -> None:
    offered, _ = chosen(busy, turn("aujourd'hui à 16 h"))
    values, _ = chosen(busy, turn(text, language, **offered))
    assert datetime.fromisoformat(values["callback_start"]) == FREE[place]
    assert values["callback_offered"] is None


def test_another_day_has_its_own_times(busy: EmbeddedCrm, monkeypatch: pytest.MonkeyPatch) -> None:
    offered, _ = chosen(busy, turn("aujourd'hui à 16 h"))
    values, _ = chosen(busy, turn("mercredi", **offered))
    monkeypatch.setattr(callback_questions, "crm", lambda: busy)
    _, kept = asked({**offered, **values})
    assert datetime.fromisoformat(kept[0]) == at(8, days=2)


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [("en fin de semaine vers 16h", "fr", at(16, days=3)),
     ("la semaine prochaine à 10h", "fr", at(10, days=7)),
     ("d'ici mercredi à 16h", "fr", at(16, days=1)),
     ("next week at half past four", "en", at(16, 30, days=7))],
)  # fmt: skip
def test_an_hour_is_kept_when_several_days_will_do(
    busy: EmbeddedCrm, text: str, language: str, start: datetime
) -> None:
    values, _ = chosen(busy, turn(text, language))
    assert datetime.fromisoformat(values["callback_start"]) == start


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [("à 10 h", "fr", at(10, days=3)), ("le matin", "fr", at(8, days=3)),
     ("entre 14 et 16", "fr", at(14, days=3)), ("pas avant seize heures", "fr", at(16, days=3)),
     ("in the afternoon", "en", at(13, days=3)), ("nine to eleven", "en", at(9, days=3)),
     ("plutôt mardi après 17h", "fr", at(17, days=1))],
)  # fmt: skip
def test_a_part_of_the_day_is_of_the_day_that_was_said(
    busy: EmbeddedCrm, text: str, language: str, start: datetime
) -> None:
    values, _ = chosen(busy, turn(text, language, callback_day="2026-11-26"))
    assert datetime.fromisoformat(values["callback_start"]) == start


def asked(slots: dict[str, Any]) -> tuple[Say, list[str]]:
    """What the question says, and the times that it keeps."""
    from rasa_sdk import Tracker

    say = Say()
    tracker = Tracker("sender", slots, {}, [], False, None, {}, "action_listen")
    events = run(callback_questions.AskCallbackStart().run(say, tracker, {}))
    return say, next(one["value"] for one in events if one["name"] == "callback_offered")
