"""Messages that come twice, all at once, or faster than they can be answered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.conftest import Desk
from tests.connectors.desk_life import Widget
from tests.faults.house import Person, kept, names, send, settled, socket, unwritable

pytestmark = pytest.mark.desk


def test_the_same_confirmation_eight_times_at_once_books_once(desk: Desk, person: Person) -> None:
    person.asks(desk)
    with ThreadPoolExecutor(8) as threads:
        jobs = [threads.submit(settled, desk, person.sender, "oui", "yes-1") for _ in range(8)]
        answers = [job.result() for job in jobs]
    assert "utter_callback_booked" in names(answers[0])
    assert all(answer == answers[0] for answer in answers)
    assert len(person.callbacks(desk)) == 1


async def test_messages_sent_in_one_breath_fill_the_form_in_their_order(
    desk: Desk, person: Person
) -> None:
    breath = ["je voudrais être rappelé", person.phone, "jeudi à 15 h 30", "ma facture", "oui"]
    async with socket(desk) as opened:
        widget = Widget(opened)
        await widget.hello(language="fr")
        for number, text in enumerate(breath):
            await widget.say(f"m{number}", text)
        replies = [
            await widget.until("replies", f"m{number}", seconds=60)
            for number in range(len(breath))
        ]
    assert [frame["seq"] for frame in replies] == sorted(frame["seq"] for frame in replies)
    assert "utter_callback_booked" in names(replies[-1]["replies"])


def test_a_conversation_that_is_held_up_does_not_hold_up_another(desk: Desk) -> None:
    slow, quick = Person(), Person()
    settled(desk, slow.sender, "bonjour"), settled(desk, quick.sender, "bonjour")
    with unwritable(desk, "conversations", f"NEW.sender = '{slow.sender}'"):
        answer = send(desk, slow.sender, "merci", "slow-1")
        assert kept(answer)
        answer = send(desk, quick.sender, "merci", "quick-1")
        assert not kept(answer) and "utter_you_are_welcome" in names(answer.json())
    settled(desk, slow.sender, "merci", "slow-1")


def test_what_is_sent_again_after_what_followed_changes_nothing(desk: Desk, person: Person) -> None:
    """A network that repeats old messages after newer ones, in any order."""
    said = [("m1", person.request), ("m2", "non, 65 à la fin"), ("m3", "oui")]
    first = {id: settled(desk, person.sender, text, id) for id, text in said}
    assert "utter_callback_booked" in names(first["m3"])
    booked = person.callbacks(desk)
    for id, text in (said[1], said[0], said[2], said[1]):
        assert settled(desk, person.sender, text, id) == first[id]
    assert person.callbacks(desk) == booked and len(booked) == 1
    assert booked[0]["phone"].endswith("65")
