"""Not knowing, again and again: never the first sentence twice, never the same way for ever."""

from __future__ import annotations

from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import abstaining, general
from actions.turn import Turn
from knowledge_base.search import SearchResult

NOTHING_NEAR = SearchResult((), "abstain", "v1")


@pytest.fixture(autouse=True)
def unnoted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is noted for the support team is the subject of other tests."""
    for name in ("unanswered", "not_understood"):
        monkeypatch.setattr(abstaining, name, lambda *_: None)


def turn(text: str, said: tuple[str, ...] = (), channel: str = "web", **slots: Any) -> Turn:
    return Turn(
        "sender", text, "ask_question", 0.9, "fr", channel, None, None, False,
        slots=slots, said=said or (text,),
    )


def told(said: CollectingDispatcher) -> list[str]:
    return [one["response"] for one in said.messages]


@pytest.mark.parametrize("channel", ["web", "voice"])
def test_the_same_question_four_times_never_has_the_first_sentence_again(channel: str) -> None:
    say, slots = CollectingDispatcher(), {}
    for _ in range(4):
        asked = turn("quel temps fera-t-il ?", channel=channel, **slots)
        events = abstaining.abstain(NOTHING_NEAR, asked, say)
        slots |= {event["name"]: event["value"] for event in events}
    assert told(say) == [
        "utter_unanswered", "utter_unanswered_twice",
        "utter_unanswered_still", "utter_unanswered_still",
    ]
    assert slots["awaiting"] == "offer:callback_form"


@pytest.mark.parametrize("channel", ["web", "voice"])
@pytest.mark.parametrize(
    ("said", "response"),
    [
        (("?!",), "utter_wordless"),
        (("?!", "🙂"), "utter_wordless"),
        (("?!", "🙂", "sdfghjklm"), "utter_wordless_still"),
        (("?!", "🙂", "sdfghjklm", "..."), "utter_wordless_still"),
        (("?!", "🙂", "ma box", "..."), "utter_wordless"),
    ],
)
def test_the_third_time_nothing_is_said_there_are_other_ways(
    said: tuple[str, ...], response: str, channel: str
) -> None:
    say = CollectingDispatcher()
    events = abstaining.said_nothing(turn(said[-1], said, channel), say)
    assert told(say) == [response]
    offered = {event["name"]: event["value"] for event in events}.get("awaiting")
    assert offered == ("offer:action_talk_to_human" if response.endswith("still") else None)


@pytest.mark.parametrize(("before", "response"), [(None, "utter_unanswered"), (1, "utter_unanswered_twice"), (2, "utter_unanswered_still")])
async def test_a_sentence_that_no_rule_knows_is_counted_although_its_turn_is_forgotten(
    before: int | None, response: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(general, "not_understood", lambda *_: None)
    heard = {"event": "user", "text": "patati patata", "parse_data": {}}
    slots = {"unanswered": before}
    tracker = Tracker("sender", slots, {"text": "patati patata"}, [heard], False, None, {}, None)
    say = CollectingDispatcher()
    reverted, *kept = await general.DefaultFallback().run(say, tracker, {})
    assert (told(say), reverted["event"]) == ([response], "rewind")
    assert {"event": "slot", "timestamp": None, "name": "unanswered", "value": (before or 0) + 1} in kept
