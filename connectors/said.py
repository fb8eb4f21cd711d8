"""What was said in a conversation, for the colleagues who take over: masked, oldest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.clock import stored
from bot.conversation import Said
from bot.database import read_only
from bot.privacy import mask
from connectors.records import read
from connectors.tables import messages

LAST = 100  # messages


def said(database: Engine, conversation: str) -> Sequence[Said]:
    """The latest messages and their answers; numbers and addresses in them are masked."""
    mine = select(messages).where(messages.c.conversation == conversation)
    latest = mine.order_by(messages.c.position.desc()).limit(LAST)
    with read_only(database) as connection:
        rows = connection.execute(latest).all()
    return [one for row in reversed(rows) for one in _turn(row)]


def _turn(row: Any) -> Iterator[Said]:
    at = stored(row.received_at)
    yield Said(at, row.channel, mask(row.text), True)
    for reply in read(row.replies):
        if reply.text:
            answered = stored(row.answered_at or row.received_at)
            yield Said(answered, row.channel, mask(reply.text), False)
