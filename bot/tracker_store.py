"""Where each conversation stands, kept on disk: a bounded tail, and never a silent loss."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any

import sqlalchemy as sa
import structlog
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot.database import engine, metadata
from bot.privacy import mask

log = structlog.get_logger()
TAIL = 12
# What a turn did is done: writing it down is tried again for some seconds.
PAUSES = (0.2, 0.5, 1.0, 2.0)
PEOPLE = {"phone", "callback_phone", "contact", "name"}
THEIR_WORDS = {"callback_reason", "case_description", "comment", "leave_reason", "verbatim"}

conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("sender", sa.String(200), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
)


class Conversations(TrackerStore):  # type: ignore[misc]
    """Rasa's tracker store over the house's database.

    Only the last `TAIL` turns are kept, after a snapshot of the slots, so that turn 300 costs
    what turn 10 costs. A failing database raises: the caller must not tell the visitor
    that the message was taken.
    """

    def __init__(
        self, domain: Domain | None = None, event_broker: Any = None, **_: Any
    ) -> None:
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        state = json.dumps([event.as_dict() for event in bounded(tracker)], ensure_ascii=False)
        for pause in PAUSES:
            try:
                return await asyncio.to_thread(_write, tracker.sender_id, state)
            except SQLAlchemyError as error:
                log.warning("conversation not saved yet", error=type(error).__name__)
                await asyncio.sleep(pause)
        await asyncio.to_thread(_write, tracker.sender_id, state)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        state = await asyncio.to_thread(_read, sender_id)
        if state is None:
            return None
        tracker = self.init_tracker(sender_id)
        tracker.update_with_events(deserialise_events(json.loads(state)), self.domain)
        return tracker

    async def keys(self) -> Iterable[str]:
        return await asyncio.to_thread(_senders)


def bounded(tracker: DialogueStateTracker) -> list[Event]:
    """The events that rebuild a tracker: its slots, its form, and its last turns, masked.

    What the desk said last stays as it was said: it may be asked to say it again.
    """
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
        event.metadata = {"utter_action": (event.metadata or {}).get("utter_action")}
    if isinstance(event, UserUttered):
        event.text = mask(event.text or "")
        event.entities = [_masked(entity) for entity in event.entities]
        event.parse_data = {**event.parse_data, "text": event.text, "entities": event.entities}
        event.metadata = _masked(event.metadata or {})
    return event


def _masked(values: dict[str, Any]) -> dict[str, Any]:
    return {name: mask(one) if isinstance(one, str) else one for name, one in values.items()}


def _write(sender: str, state: str) -> None:
    row = {"state": state, "updated_at": datetime.now(timezone.utc)}
    with engine().begin() as connection:
        changed = connection.execute(
            sa.update(conversations).where(conversations.c.sender == sender).values(row)
        )
        if not changed.rowcount:
            connection.execute(sa.insert(conversations).values(sender=sender, **row))


def _read(sender: str) -> str | None:
    with engine().connect() as connection:
        found = connection.execute(
            sa.select(conversations.c.state).where(conversations.c.sender == sender)
        )
        state: str | None = found.scalar_one_or_none()
        return state


def _senders() -> list[str]:
    with engine().connect() as connection:
        return list(connection.execute(sa.select(conversations.c.sender)).scalars())
