"""What stock Rasa works out again for every event and every answer, worked out once."""

from __future__ import annotations

from functools import cache
from typing import Any

from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event


class MalformedAnswer(Exception):
    """An action answered with something else than events and responses."""


def quicken() -> None:
    """Teach Rasa's classes, in this process, to remember; safe to call again."""
    RemoteAction._validate_action_result = _checked
    if not hasattr(Event.resolve_by_type, "cache_info"):
        # Rasa walks through every kind of event for each event that it reads.
        Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))


def _checked(_: Any, answer: Any) -> bool:
    """What Rasa's JSON schema says of an answer: the schema itself takes 26 ms each time."""
    lists = isinstance(answer, dict) and [answer.get(k, []) for k in ("events", "responses")]
    if not lists or not all(isinstance(one, list) for one in lists):
        raise MalformedAnswer("an action answered without events and responses")
    events, responses = lists
    named = all(isinstance(event, dict) and event.get("event") for event in events)
    if not named or not all(isinstance(response, dict) for response in responses):
        raise MalformedAnswer("an action answered with an event that has no name")
    return True
