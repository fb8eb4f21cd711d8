"""What is forgotten with time: people's numbers in kept answers first, then everything said."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.engine import Connection, Engine

from bot import clock
from bot.conversation import Button, Reply
from bot.privacy import mask
from bot.tracker_table import conversations
from connectors.records import read, written
from connectors.tables import MASKED, UNMASKED, messages

log = structlog.get_logger()
SOME = 200  # rows at a time, so that no visitor waits for the database
_AN_HOUR = 3600.0


class Retention:
    """Works a little at a time; each method says how many rows it touched, 0 when it is done.

    A visitor who comes back soon reads the answers as they were given; `discretion` later they
    are masked, and a conversation that fell silent begins anew. After `days`, nothing is left.
    """

    def __init__(
        self,
        engine: Engine,
        days: int,
        discretion: timedelta,
        our_number: str = "",
        elsewhere: Sequence[Callable[[], int]] = (),
    ) -> None:
        """`elsewhere` is the same kind of work in other rooms."""
        self._elsewhere = tuple(elsewhere)
        self._engine, self._our_number = engine, our_number
        self._days = timedelta(days=days)
        self._discretion = min(discretion, self._days)

    async def keep(self) -> None:
        """Go over everything now and every hour; a database that is away is for the next hour."""
        while True:
            for work in (self.mask, self.forget_states, self.forget_words, *self._elsewhere):
                try:
                    await _through(work)
                except Exception as error:
                    log.warning(
                        "not forgotten this hour", what=str(work), error=type(error).__name__
                    )
            await asyncio.sleep(_AN_HOUR)

    def mask(self) -> int:
        """Answers lose what is personal in them."""
        found = select(messages.c.position, messages.c.replies).where(
            UNMASKED, messages.c.answered_at < self._before(self._discretion)
        )
        with self._engine.begin() as connection:
            rows = connection.execute(found.limit(SOME)).all()
            for row in rows:
                self._mask(connection, row)
            return len(rows)

    def forget_states(self) -> int:
        """Where conversations stood that nobody went on with."""
        silent = conversations.c.updated_at < self._before(self._discretion)
        return self._delete(conversations, conversations.c.sender, silent)

    def forget_words(self) -> int:
        """What was said, and what was answered."""
        old = messages.c.received_at < self._before(self._days)
        return self._delete(messages, messages.c.position, old)

    def _before(self, time: timedelta) -> datetime:
        return clock.utc(clock.now() - time)

    def _delete(self, table: Any, key: Any, old: Any) -> int:
        some = select(key).where(old).limit(SOME)
        with self._engine.begin() as connection:
            return int(connection.execute(table.delete().where(key.in_(some), old)).rowcount)

    def _mask(self, connection: Connection, row: Any) -> None:
        discreet = written(tuple(self._discreet(reply) for reply in read(row.replies)))
        changed = messages.update().where(messages.c.position == row.position)
        connection.execute(changed.values(replies=discreet, reason=MASKED))

    def _discreet(self, reply: Reply) -> Reply:
        """An article is nobody's secret; everything else may have repeated a number."""
        if "answer" in reply.custom:
            return reply
        buttons = tuple(Button(mask(one.title), mask(one.payload)) for one in reply.buttons)
        return replace(reply, text=self._but_for_ours(reply.text), buttons=buttons)

    def _but_for_ours(self, text: str) -> str:
        ours = self._our_number
        return ours.join(map(mask, text.split(ours))) if ours else mask(text)


async def _through(work: Callable[[], int]) -> None:
    while await asyncio.to_thread(work):
        await asyncio.sleep(0.05)
