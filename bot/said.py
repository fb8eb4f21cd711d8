"""What the desk said in a turn, read from the conversation's own events."""

from __future__ import annotations

from dataclasses import replace

from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.asked import bound, last_said, turn_of
from bot.conversation import Button, Message, Reply
from bot.nlg import words


def replies_to(message_id: str, tracker: DialogueStateTracker) -> list[Reply] | None:
    """What was said after a message; None when the conversation does not remember it."""
    said: list[Reply] | None = None
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if said is not None:
                break
            if event.message_id == message_id:
                said = []
        elif isinstance(event, BotUttered) and said is not None:
            said.append(reply(event, message_id))
    return said


def stale(tracker: DialogueStateTracker, message: Message) -> list[Reply]:
    """A button of an older question was pressed: nothing is done, and the open one comes again."""
    question = [one for one in last_said(tracker)[-1:] if _asks(one, tracker)]
    name = "utter_stale_button" if question else "utter_stale_button_alone"
    language = tracker.get_slot("language") or "fr"
    text = str(words(name, language, message.channel)["text"])
    told = Reply(text, custom={"response": name})
    return [told, *(reply(one, turn_of(one)) for one in question)]


def _asks(bubble: BotUttered, tracker: DialogueStateTracker) -> bool:
    return bool(tracker.active_loop_name or (bubble.data or {}).get("buttons"))


def reply(event: BotUttered, turn: str) -> Reply:
    """A bubble from Rasa's event; `custom.response` names the text it came from.

    `turn` is the message that it answers: the buttons of a question hold for that one.
    """
    data = event.data or {}
    custom = dict(data.get("custom") or {})
    if name := (event.metadata or {}).get("utter_action"):
        custom["response"] = name
    buttons = tuple(
        Button(b["title"], bound(b["payload"], turn)) for b in data.get("buttons") or ()
    )
    return Reply(event.text or "", buttons, custom)


def for_the_ear(
    said: list[Reply], message: Message, tracker: DialogueStateTracker
) -> list[Reply]:
    """On the telephone, each bubble names its language, and what the desk now waits for."""
    if message.channel != "voice":
        return said
    facts = {
        "language": tracker.get_slot("language") or "fr",
        "asked": tracker.get_slot("requested_slot") or "",
    }
    return [replace(one, custom={**one.custom, **facts}) for one in said]


def say_first(tracker: DialogueStateTracker, message: Message, is_new: bool) -> None:
    """Put before the answer that a machine speaks, or that a number was masked.

    Part of the conversation like any other bubble: a message sent again has it again.
    """
    names = ["utter_disclosure"] if is_new else []
    names += ["utter_masked"] if message.metadata.get("masked") else []
    place = _after_what_was_heard(tracker)
    for number, name in enumerate(names):
        said = words(name, tracker.get_slot("language") or "fr", message.channel)
        bubble = BotUttered(said["text"], metadata={"utter_action": name})
        tracker.events.insert(place + number, bubble)


def _after_what_was_heard(tracker: DialogueStateTracker) -> int:
    heard = (n for n, event in enumerate(tracker.events) if isinstance(event, UserUttered))
    return max(heard, default=-1) + 1
