"""A button answers the question that it was shown with, and no other."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.asked import is_stale, unbound
from bot.conversation import Message, Reply
from bot.nlg import words
from bot.said import replies_to, stale
from bot.tracker_tail import bounded

YES = [{"title": "Oui", "payload": "/affirm"}, {"title": "Non", "payload": "/deny"}]
TITLE = [{"title": "Le code PUK", "payload": '/ask_question{"article": "puk-code"}'}]
SCORES = [{"title": "1", "payload": '/inform{"score": "1"}'}]


def heard(id: str) -> UserUttered:
    return UserUttered("mots", message_id=id)


def asked(text: str, buttons: list[dict[str, str]]) -> BotUttered:
    return BotUttered(text, {"buttons": buttons})


def conversation(*events: Event) -> DialogueStateTracker:
    tracker = DialogueStateTracker.from_events("someone", list(events))
    bounded(tracker)  # as it is written down: bubbles remember what they answered
    return tracker


def shown(tracker: DialogueStateTracker, id: str) -> list[str]:
    said: list[Reply] = replies_to(id, tracker) or []
    return [button.payload for one in said for button in one.buttons]


def test_the_yes_of_the_open_question_is_taken() -> None:
    tracker = conversation(heard("m1"), asked("Vous confirmez ?", YES))
    yes, no = shown(tracker, "m1")
    assert not is_stale(yes, tracker) and not is_stale(no, tracker)
    assert (unbound(yes), unbound(no)) == ("/affirm", "/deny")


@pytest.mark.parametrize("buttons", [YES, SCORES])
def test_the_answer_of_an_older_question_is_stale(buttons: list[dict[str, str]]) -> None:
    before = [heard("m1"), asked("Vous confirmez ?", buttons)]
    old = shown(conversation(*before), "m1")
    tracker = conversation(*before, heard("m2"), asked("Un rappel demain, vous confirmez ?", YES))
    assert all(is_stale(one, tracker) for one in old)
    assert not any(is_stale(one, tracker) for one in shown(tracker, "m2"))


def test_what_says_itself_what_it_is_stays_good() -> None:
    before = [heard("m1"), asked("Est-ce l’un de ces sujets ?", TITLE)]
    (old,) = shown(conversation(*before), "m1")
    assert old == TITLE[0]["payload"]
    assert not is_stale(old, conversation(*before, heard("m2"), asked("Vous confirmez ?", YES)))


@pytest.mark.parametrize("payload", ["/affirm", "/deny", '/inform{"score": "5"}', "/affirm#000000000000"])
def test_an_answer_without_its_question_is_stale(payload: str) -> None:
    assert is_stale(payload, conversation(heard("m1"), asked("Vous confirmez ?", YES)))
    assert is_stale(payload, conversation())


def test_a_question_of_a_session_that_ended_is_stale() -> None:
    before = [heard("m1"), asked("Vous confirmez ?", YES)]
    yes, _ = shown(conversation(*before), "m1")
    assert is_stale(yes, DialogueStateTracker.from_events("someone", [*before, SessionStarted()]))


def test_a_bubble_that_answers_a_stale_button_asks_the_open_question_again() -> None:
    tracker = conversation(heard("m2"), ActiveLoop("callback_form"), asked("Le 8, oui ?", YES))
    told, again = stale(tracker, Message("someone", "Oui"))
    assert told.text == words("utter_stale_button", "fr")["text"]
    assert (again.text, [b.title for b in again.buttons]) == ("Le 8, oui ?", ["Oui", "Non"])
    assert not any(is_stale(button.payload, tracker) for button in again.buttons)


def test_where_nothing_is_asked_a_stale_button_is_told_so() -> None:
    tracker = conversation(heard("m2"), asked("C’est noté, référence RAP-1.", []))
    (told,) = stale(tracker, Message("someone", "Oui", language="fr"))
    assert told.text == words("utter_stale_button_alone", "fr")["text"]
