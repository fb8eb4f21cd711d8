"""What is forgotten with time: people's numbers in kept answers first, then everything said."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.engine import Connection, Engine

from bot import clock
from bot.conversation import Button, Reply
from bot.database import read_only
from bot.forgetting import SOME, Proof, Rule
from bot.privacy import mask
from bot.tracker_table import conversations
from connectors.records import read, written
from connectors.tables import MASKED, UNMASKED, messages

log = structlog.get_logger()
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
        elsewhere: Sequence[Rule] = (),
    ) -> None:
        """`elsewhere` are the rules of other rooms."""
        self._engine, self._our_number = engine, our_number
        self._days = timedelta(days=days)
        self._discretion = min(discretion, self._days)
        self.rules = (*self._own(), *elsewhere)
        self._proof = Proof(engine)

    async def keep(self) -> None:
        """Go over everything now and every hour; a database that is away is for the next hour."""
        while True:
            for rule in self.rules:
                try:
                    await self.run(rule)
                except Exception as error:
                    log.warning(
                        "not forgotten this hour", what=rule.kind, error=type(error).__name__
                    )
            await asyncio.sleep(_AN_HOUR)

    async def run(self, rule: Rule) -> int:
        """Forget all that is due of one kind, and write down how much that was."""
        before, records = rule.before(), 0
        while some := await asyncio.to_thread(rule.act, before):
            records += some
            await asyncio.sleep(0.05)
        await asyncio.to_thread(self._proof.write, rule.kind, before, records)
        return records

    def _own(self) -> tuple[Rule, ...]:
        return (
            Rule("answers masked", self._discretion, self._unmasked, lambda _: self.mask()),
            Rule("states", self._discretion, self._silent, lambda _: self.forget_states()),
            Rule("conversations", self._days, self._old_words, lambda _: self.forget_words()),
        )

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

    def _unmasked(self, before: datetime) -> int:
        return self._count(messages, UNMASKED, messages.c.answered_at < before)

    def _silent(self, before: datetime) -> int:
        return self._count(conversations, conversations.c.updated_at < before)

    def _old_words(self, before: datetime) -> int:
        return self._count(messages, messages.c.received_at < before)

    def _count(self, table: Any, *where: Any) -> int:
        with read_only(self._engine) as connection:
            counted = select(func.count()).select_from(table).where(*where)
            return int(connection.execute(counted).scalar_one())

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
