"""Where each conversation stands, kept on disk: a bounded tail, and never a silent loss."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
import structlog
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError

from bot import clock
from bot.database import engine
from bot.tracker_table import conversations
from bot.tracker_tail import bounded

log = structlog.get_logger()
# What a turn did is done: writing it down is tried again for some seconds.
PAUSES = (0.2, 0.5, 1.0, 2.0)


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


def _write(sender: str, state: str) -> None:
    row = {"state": state, "updated_at": clock.utc(clock.now())}
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
