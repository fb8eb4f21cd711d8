"""An old «Oui» is no answer to what is asked now: by REST, and in the widget's socket."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Desk
from tests.connectors.desk_life import Widget
from tests.faults.house import Person, names, settled, socket

pytestmark = pytest.mark.desk
STALE = {"utter_stale_button", "utter_stale_button_alone"}
MIND_CHANGED = "non, plutôt après-demain à 11 h"


def payload(said: list[dict[str, Any]], wanted: str) -> str:
    return next(
        str(button["payload"])
        for one in said
        for button in one.get("buttons") or ()
        if wanted in button["payload"]
    )


def test_an_old_yes_does_not_confirm_what_was_changed_since(desk: Desk, person: Person) -> None:
    old = payload(settled(desk, person.sender, person.request), "/affirm")
    changed = settled(desk, person.sender, MIND_CHANGED)
    assert names(changed)[-1] == "utter_confirm_callback"
    told = settled(desk, person.sender, old)
    assert names(told) == ["utter_stale_button", "utter_confirm_callback"]
    assert told[-1]["text"] == changed[-1]["text"]
    assert person.callbacks(desk) == []
    assert "utter_callback_booked" in names(settled(desk, person.sender, payload(told, "/affirm")))
    assert len(person.callbacks(desk)) == 1


def test_an_old_no_ends_nothing(desk: Desk, person: Person) -> None:
    old = payload(settled(desk, person.sender, person.request), "/deny")
    settled(desk, person.sender, MIND_CHANGED)
    told = names(settled(desk, person.sender, old))
    assert told == ["utter_stale_button", "utter_confirm_callback"]
    assert "utter_callback_booked" in names(settled(desk, person.sender, "oui"))


def test_a_second_press_of_the_same_yes_answers_nothing_else(desk: Desk, person: Person) -> None:
    yes = payload(settled(desk, person.sender, person.request), "/affirm")
    assert "utter_callback_booked" in names(settled(desk, person.sender, yes))
    assert STALE & set(names(settled(desk, person.sender, yes)))
    assert len(person.callbacks(desk)) == 1


def test_a_question_aside_keeps_the_newest_yes_good(desk: Desk, person: Person) -> None:
    settled(desk, person.sender, person.request)
    again = settled(desk, person.sender, "c’est quoi le code RIO ?")
    yes = payload(again, "/affirm")
    assert "utter_callback_booked" in names(settled(desk, person.sender, yes))


async def test_an_old_yes_in_the_widget_is_refused_in_the_visitors_language(desk: Desk) -> None:
    async with socket(desk) as opened:
        widget = Widget(opened)
        await widget.hello(language="en")
        await widget.say("m1", "call me back on Friday at 4 pm on 06 39 98 41 99 about my bill")
        first = await widget.until("replies", "m1", seconds=60)
        old = payload(first["replies"], "/affirm")
        await widget.say("m2", "no, rather Friday at 5 pm")
        await widget.until("replies", "m2", seconds=60)
        await widget.send(type="press", id="m3", payload=old, title="Yes")
        told = (await widget.until("replies", "m3", seconds=60))["replies"]
        assert names(told) == ["utter_stale_button", "utter_confirm_callback"]
        assert told[0]["text"].startswith("That button answered an earlier question")
