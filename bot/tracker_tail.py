"""What is kept of a conversation: its slots, its form, its last turns, without personal words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.privacy import mask

TAIL = 12
TURN = "turn"  # in a bubble's metadata: the message that it answers
PEOPLE = {"phone", "callback_phone", "contact", "name"}
THEIR_WORDS = {"callback_reason", "case_description", "comment", "leave_reason", "verbatim"}


def bounded(tracker: DialogueStateTracker) -> list[Event]:
    """The events that rebuild a tracker: its slots, its form, and its last turns, masked.

    What the desk said last stays as it was said: it may be asked to say it again.
    """
    _say_which_turn(tracker.events)
    events = list(tracker.applied_events())
    cut = _start_of_tail(events)
    slots = [
        SlotSet(slot.name, slot.value)
        for slot in tracker.slots.values()
        if slot.value != slot.initial_value
    ]
    loop = [event for event in events[:cut] if isinstance(event, ActiveLoop)][-1:]
    last = _start_of_tail(events, 1)
    older = [_discreet(event) for event in events[cut:last] if not _is_personal(event)]
    newest = [_heard(event) for event in events[last:] if not _is_personal(event)]
    return [*_opening(), *loop, *slots, *older, *newest]


def _say_which_turn(events: Iterable[Event]) -> None:
    """Rasa forgets what was said inside a form that ended: bubbles remember what they answered."""
    turn = ""
    for event in events:
        if isinstance(event, UserUttered):
            turn = event.message_id or ""
        elif isinstance(event, BotUttered):
            event.metadata = {TURN: turn, **(event.metadata or {})}


def _opening() -> list[Event]:
    return [ActionExecuted(ACTION_LISTEN_NAME)]


def _start_of_tail(events: list[Event], turns: int = TAIL) -> int:
    """Where the last `turns` turns begin."""
    starts = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    return starts[-turns:][0] if starts else len(events)


def _is_personal(event: Event) -> bool:
    return isinstance(event, SlotSet) and event.key in PEOPLE | THEIR_WORDS


def _discreet(event: Event) -> Event:
    """The event with what is personal in its words masked; slots keep what a form needs."""
    if isinstance(event, BotUttered):
        event.text = mask(event.text or "")
    return _heard(event)


def _heard(event: Event) -> Event:
    """The same for what the visitor said, and for the values that filled a bubble's text."""
    if isinstance(event, BotUttered):
        kept = event.metadata or {}
        event.metadata = {"utter_action": kept.get("utter_action"), TURN: kept.get(TURN)}
    if isinstance(event, UserUttered):
        event.text = mask(event.text or "")
        event.entities = [_masked(entity) for entity in event.entities]
        event.metadata = _masked(event.metadata or {})
        heard = {"text": event.text, "entities": event.entities, "metadata": event.metadata}
        event.parse_data = {**event.parse_data, **heard}
    return event


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: mask(one) if isinstance(one, str) else one for name, one in values.items()}
