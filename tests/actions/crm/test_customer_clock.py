"""Times are said by the clock of whoever is called, and checked against the desk's in Paris."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from actions import callback_forms
from actions.callback_forms import ValidateCallbackForm
from actions.clocks import clock_of
from actions.crm.embedded import EmbeddedCrm
from actions.customer_clock import spoken_start
from actions.turn import Say, Turn
from tests.actions.crm.conftest import run
from tests.actions.crm.samples import at

REUNION, TAHITI, PARIS_NUMBER = "+262692123456", "+68987123456", "+33639980101"
LONDON = "+447700900123"


def turn(text: str, language: str = "fr", requested: str | None = None, **slots: Any) -> Turn:
    return Turn(
        "sender", text, "request_callback", 0.9, language, "web", requested, "callback_form", False,
        slots=slots,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def its_books(desk: EmbeddedCrm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callback_forms, "crm", lambda: desk)


def checked(asked: Turn) -> tuple[dict[str, Any], list[str]]:
    """What the form makes of a sentence, and the responses that it says."""
    form, say = ValidateCallbackForm(), Say()
    read = form._volunteered(asked, say, asked.slots)
    wanted = form._asked(asked).read(asked, True).values if asked.requested else {}
    kept = run(form.check(asked, say, {**read, **wanted}))
    return kept, [one["response"] for one in say.messages]


@pytest.mark.parametrize(
    ("number", "zone"),
    [
        ("+262692123456", "Indian/Reunion"), ("+262262123456", "Indian/Reunion"),
        ("+262639123456", "Indian/Mayotte"), ("+262269123456", "Indian/Mayotte"),
        ("+590690123456", "America/Guadeloupe"), ("+594694123456", "America/Cayenne"),
        ("+596696123456", "America/Martinique"), ("+508551234", "America/Miquelon"),
        ("+687751234", "Pacific/Noumea"), ("+68987123456", "Pacific/Tahiti"),
        ("+681721234", "Pacific/Wallis"), ("+33639980101", "Europe/Paris"),
        ("+447700900123", "Europe/London"), ("+351912345678", "Europe/Lisbon"),
        ("+35312345678", "Europe/Dublin"), ("+358412345678", "Europe/Helsinki"),
        ("+4915112345678", "Europe/Paris"), ("", "Europe/Paris"), (None, "Europe/Paris"),
    ],
)  # fmt: skip
def test_a_number_tells_its_clock(number: str | None, zone: str) -> None:
    assert clock_of(number).zone == ZoneInfo(zone)


@pytest.mark.parametrize(
    ("number", "language", "said"),
    [
        (PARIS_NUMBER, "fr", "demain à 9 h"),
        (REUNION, "fr", "demain à midi, heure de La Réunion (9 h à Paris)"),
        (REUNION, "en", "tomorrow at noon, Réunion time (9 am in Paris)"),
        (LONDON, "en", "tomorrow at 8 am, London time (9 am in Paris)"),
        (LONDON, "fr", "demain à 8 h, heure de Londres (9 h à Paris)"),
        (TAHITI, "fr", "demain à 22 h, heure de Tahiti (mardi 24 novembre à 9 h à Paris)"),
    ],
)
def test_both_clocks_are_said_where_they_differ(number: str, language: str, said: str) -> None:
    assert spoken_start(at(9, days=1), turn("", language, phone=number)) == said


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [
        ("demain à 14 h", "fr", at(11, days=1)),
        ("tomorrow at 2 pm", "en", at(11, days=1)),
        ("dans 3 heures", "fr", at(12)),
        ("demain matin", "fr", at(8, days=1)),
        ("jeudi après 20h", "fr", at(17, days=3)),
    ],
)
def test_a_time_is_by_the_clock_of_a_number_that_is_known_or_given_after(
    text: str, language: str, start: datetime
) -> None:
    known, _ = checked(turn(text, language, "callback_start", phone=REUNION))
    assert datetime.fromisoformat(known["callback_start"]) == start
    first, _ = checked(turn(text, language, "callback_start"))
    after, _ = checked(turn(REUNION, language, "phone", **first))
    assert datetime.fromisoformat(after["callback_start"]) == start


def test_a_time_and_a_number_in_one_sentence_go_together() -> None:
    kept, said = checked(turn("rappelez-moi demain à 14 h au 0692 12 34 56"))
    assert kept["callback_start"] == at(11, days=1).isoformat() and said == []


def test_a_moment_that_is_no_time_of_day_stays_when_the_number_is_known() -> None:
    pressed = turn("", requested="callback_start")
    first, _ = checked(
        Turn(**{**pressed.__dict__, "pressed": True,
                "entities": {"callback_start": at(15).isoformat()}})
    )  # fmt: skip
    after, _ = checked(turn(REUNION, "fr", "phone", **first))
    assert first["callback_start"] == at(15).isoformat() and "callback_start" not in after


def test_a_time_that_their_clock_makes_impossible_is_explained_and_others_offered() -> None:
    first, _ = checked(turn("demain à 9 h", "fr", "callback_start"))
    after, said = checked(turn(REUNION, "fr", "phone", **first))
    assert said == ["utter_callback_their_clock", "utter_callback_closed", "utter_callback_nearest"]
    offered = [datetime.fromisoformat(one) for one in after["callback_offered"]]
    assert after["callback_start"] is None and offered[0] == at(8, days=1)


def test_a_time_that_has_passed_by_their_clock_is_asked_again() -> None:
    first, _ = checked(turn("aujourd’hui à 11 h", "fr", "callback_start"))
    after, said = checked(turn(REUNION, "fr", "phone", **first))
    assert first["callback_start"] == at(11).isoformat()
    assert (after["callback_start"], said) == (None, ["utter_callback_past"])


def test_another_number_changes_the_clock_back() -> None:
    first, _ = checked(turn("demain à 14 h", "fr", "callback_start", phone=REUNION))
    after, _ = checked(turn(PARIS_NUMBER, "fr", "phone", phone=REUNION, **first))
    assert after["callback_start"] == at(14, days=1).isoformat()


def test_what_was_said_is_kept_without_numbers() -> None:
    kept, _ = checked(turn("rappelez-moi demain à 14 h au 06 39 98 01 01"))
    assert "98" not in kept["callback_said"]["text"]


def test_a_day_is_their_day() -> None:
    day, _ = checked(turn("mercredi", "fr", "callback_start", phone=TAHITI))
    assert day["callback_day"] == "2026-11-25"
    hour, _ = checked(turn("à 21 h", "fr", "callback_start", phone=TAHITI, **day))
    assert datetime.fromisoformat(hour["callback_start"]) == at(8, days=3)
