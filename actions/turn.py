"""One turn of a conversation, as an action reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.fields import gibberish

Events = list[dict[str, Any]]
Say = CollectingDispatcher
LAST_WORDS = 6
LEFT_BEHIND = ("confirmed", "attempts", "switch_to", "suggestions")


@dataclass(frozen=True)
class Turn:
    """What was just said, and what the conversation already knows; random keys mean nothing.

    `said` holds the visitor's last words, oldest first; `ranking` the likeliest intents.
    """

    sender: str
    text: str
    intent: str
    confidence: float
    language: str
    channel: str
    requested: str | None
    form: str | None
    pressed: bool
    message: str = ""
    caller: str = ""
    slots: Mapping[str, Any] = field(default_factory=dict)
    entities: Mapping[str, Any] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    ranking: tuple[tuple[str, float], ...] = ()

    @classmethod
    def of(cls, tracker: Tracker) -> Turn:
        latest = tracker.latest_message or {}
        spoken = tracker.get_last_event_for("user") or {}
        text = spoken.get("text") or latest.get("text") or ""
        pressed = bool((spoken.get("metadata") or {}).get("payload"))
        intent = (latest.get("intent") or {}) if pressed or not gibberish(text) else {}
        return cls(
            sender=tracker.sender_id,
            text=text,
            intent=intent.get("name") or "out_of_scope",
            confidence=float(intent.get("confidence") or 0.0),
            language=tracker.get_slot("language") or "fr",
            channel=spoken.get("input_channel") or "",
            requested=tracker.get_slot("requested_slot"),
            form=(tracker.active_loop or {}).get("name"),
            message=spoken.get("message_id") or "",
            caller=_caller(spoken),
            pressed=pressed,
            slots=dict(tracker.slots),
            entities={e["entity"]: e["value"] for e in latest.get("entities") or ()},
            said=tuple(_last_words(tracker)),
            ranking=tuple(
                (one["name"], float(one["confidence"]))
                for one in latest.get("intent_ranking") or ()
            ),
        )

    @property
    def sure(self) -> bool:
        """Whether the intent is clear enough to act on without a question."""
        return self.pressed or self.confidence >= 0.5


def _caller(spoken: Mapping[str, Any]) -> str:
    """The number that the telephone line says; only a line of ours says one."""
    by_voice = spoken.get("input_channel") == "voice"
    return str((spoken.get("metadata") or {}).get("caller") or "") if by_voice else ""


def _last_words(tracker: Tracker) -> list[str]:
    """What the visitor said last, oldest first."""
    said = [one["text"] for one in tracker.events if one.get("event") == "user" and one.get("text")]
    return said[-LAST_WORDS:]


def reference(turn: Turn, action: str, *content: Any) -> str:
    """The idempotency key: same conversation, action and content, same key."""
    parts = "\0".join([turn.sender, action, *map(str, content)])
    return hashlib.sha256(parts.encode()).hexdigest()[:40]


def noted(**slots: Any) -> Events:
    """The events that set slots."""
    return [SlotSet(name, value) for name, value in slots.items()]


def then_listen(events: Events) -> Events:
    """End the turn, also when another action led here and no rule says what comes next."""
    leads_on = any(event["event"] == "followup" for event in events)
    return events if leads_on else [*events, FollowupAction("action_listen")]


def clear(*slots: str) -> Events:
    """The events that empty slots, and what any form leaves behind."""
    return [SlotSet(name, None) for name in (*slots, *LEFT_BEHIND)]
