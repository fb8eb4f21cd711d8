"""The CRM does not answer: it is said, nothing is half done, and trying again works."""

from __future__ import annotations

import pytest

from tests.conftest import Desk
from tests.faults.house import Person, names, send, settled, slow, without_table

pytestmark = pytest.mark.desk


@pytest.mark.parametrize("again", ["oui", "réessayer"])
def test_what_the_crm_could_not_take_is_taken_when_it_is_back(
    desk: Desk, person: Person, again: str
) -> None:
    person.asks(desk)
    with without_table(desk, "crm_callbacks"):
        assert "utter_crm_unavailable" in names(settled(desk, person.sender, "oui"))
    assert person.callbacks(desk) == []
    assert "utter_callback_booked" in names(settled(desk, person.sender, again))
    assert len(person.callbacks(desk)) == 1


def test_questions_are_answered_while_the_crm_is_down(desk: Desk, person: Person) -> None:
    with without_table(desk, "crm_callbacks"):
        said = settled(desk, person.sender, "comment redémarrer ma box ?")
    assert any("answer" in (one.get("custom") or {}) for one in said)


def test_a_crm_that_is_too_slow_is_said_in_time_and_does_nothing_later(
    desk: Desk, person: Person
) -> None:
    person.asks(desk)
    with slow(desk, "crm_callbacks"):
        answer = send(desk, person.sender, "oui", "yes-1")
        assert answer.json()[0]["text"].endswith(".")
        assert "utter_crm_unavailable" in names(settled(desk, person.sender, "oui", "yes-1"))
    assert person.callbacks(desk) == []
    assert "utter_callback_booked" in names(settled(desk, person.sender, "oui"))
    assert len(person.callbacks(desk)) == 1
