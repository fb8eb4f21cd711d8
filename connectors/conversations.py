"""The log of every conversation: what was said, in which order, and what was answered."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import or_, select, text
from sqlalchemy.engine import Connection, Engine

from bot import clock
from bot.conversation import Message, Reply
from bot.privacy import mask
from connectors.records import Entry, Event, Kind, Status, read, written
from connectors.tables import ADD, CLOSE, FIND, LAST_PLACES, REOPEN, messages


class MessageLog:
    """Reads and writes the log; every method blocks, and raises what the database raises."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ready(self) -> None:
        with self._engine.connect() as connection:
            connection.execute(text("SELECT 1 FROM messages WHERE 1 = 0"))

    def open(self, message: Message) -> Entry:
        """Write a message down before anyone answers it, or find it again by its id."""
        with self._engine.begin() as connection:
            row = _row(connection, message.sender, message.id)
            if row is None:
                return _add(connection, message)
            if row.status == Status.REFUSED:
                connection.execute(REOPEN, {"row": row.position, "status": Status.PENDING.value})
                return Entry(message.id, Status.PENDING, row.said_seq)
            return _entry(row)

    def answer(self, message: Message, replies: tuple[Reply, ...]) -> Entry:
        """Keep the answer; one that was kept before stays as it is."""
        return self._close(message, Status.ANSWERED, "", replies)

    def refuse(self, message: Message, reason: str) -> Entry:
        """Write down that a message had no answer; the same id may be sent again."""
        return self._close(message, Status.REFUSED, reason, ())

    def history(self, conversation: str, after: int = 0, limit: int = 200) -> list[Event]:
        """What happened after a place in the conversation, oldest first, the newest `limit`."""
        fresh = or_(messages.c.said_seq > after, messages.c.answer_seq > after)
        query = (
            select(messages)
            .where(messages.c.conversation == conversation, fresh)
            .order_by(messages.c.position.desc())
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        events = [event for row in rows for event in _events(row) if event.seq > after]
        return sorted(events, key=lambda event: event.seq)

    def _close(
        self, message: Message, status: Status, reason: str, replies: tuple[Reply, ...]
    ) -> Entry:
        with self._engine.begin() as connection:
            row = _row(connection, message.sender, message.id)
            if row.status == Status.ANSWERED:
                return _entry(row)
            seq = _next_seq(connection, message.sender)
            connection.execute(
                CLOSE,
                {
                    "row": row.position,
                    "status": status.value,
                    "reason": reason,
                    "replies": written(replies),
                    "answer_seq": seq,
                    "answered_at": clock.utc(clock.now()),
                },
            )
            return Entry(message.id, status, row.said_seq, seq, replies)


def _add(connection: Connection, message: Message) -> Entry:
    seq = _next_seq(connection, message.sender)
    connection.execute(
        ADD,
        {
            "conversation": message.sender,
            "message_id": message.id,
            "channel": message.channel,
            "text": mask(message.text),
            "status": Status.PENDING.value,
            "said_seq": seq,
            "received_at": clock.utc(clock.now()),
        },
    )
    return Entry(message.id, Status.PENDING, seq, is_new=True)


def _row(connection: Connection, conversation: str, message_id: str) -> Any:
    return connection.execute(FIND, {"asked": conversation, "id": message_id}).first()


def _next_seq(connection: Connection, conversation: str) -> int:
    """One more than the last place; the unique keys catch two writers who chose the same."""
    said, answered = connection.execute(LAST_PLACES, {"asked": conversation}).one()
    return max(said or 0, answered or 0) + 1


def _entry(row: Any) -> Entry:
    return Entry(
        row.message_id, Status(row.status), row.said_seq, row.answer_seq or 0, read(row.replies)
    )


def _events(row: Any) -> list[Event]:
    status = Status(row.status)
    said = Event(
        Kind.SAID, row.message_id, row.said_seq, row.text, status, at=_aware(row.received_at)
    )
    if status is Status.PENDING:
        return [said]
    kind = Kind.REPLIES if status is Status.ANSWERED else Kind.REFUSED
    answer = Event(
        kind,
        row.message_id,
        row.answer_seq,
        status=status,
        replies=read(row.replies),
        reason=row.reason,
        at=_aware(row.answered_at),
    )
    return [said, answer]


def _aware(moment: datetime) -> datetime:
    """SQLite forgets the zone of a time that we always write in UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
