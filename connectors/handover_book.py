"""The codes that are live and the tries that were made, as the database keeps them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Column, DateTime, Integer, String, Table, delete, func, insert, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError

from bot.database import metadata

codes = Table(
    "handover_codes",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("conversation", String(200), nullable=False, unique=True),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
tries = Table(
    "handover_tries",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(10), nullable=False),
    Column("who", String(64), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)


class HandoverBook:
    """Knows digests only, never codes or callers. Times are UTC; every method blocks."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keep(self, digest: str, conversation: str, expires: datetime) -> bool:
        """Keep a conversation's one live code; False when another conversation holds it."""
        try:
            with self._engine.begin() as connection:
                connection.execute(delete(codes).where(codes.c.conversation == conversation))
                values = {"digest": digest, "conversation": conversation, "expires_at": expires}
                connection.execute(insert(codes).values(values))
        except IntegrityError:
            return False
        return True

    def take(self, digest: str, now: datetime) -> str | None:
        """The conversation of a live code, to one taker only: the code is gone with it."""
        live = codes.c.digest == digest, codes.c.expires_at > now
        with self._engine.begin() as connection:
            found = connection.execute(select(codes.c.conversation).where(*live)).scalar()
            if found is None:
                return None
            gone = connection.execute(delete(codes).where(*live, codes.c.conversation == found))
            return str(found) if gone.rowcount == 1 else None

    def live(self, now: datetime) -> int:
        """How many codes could be guessed."""
        with self._engine.connect() as connection:
            counted = select(func.count()).select_from(codes).where(codes.c.expires_at > now)
            return int(connection.execute(counted).scalar_one())

    def attempt(self, kind: str, who: str, now: datetime, window: timedelta) -> int:
        """Write a try down before it is judged, and forget what is over; its place."""
        with self._engine.begin() as connection:
            connection.execute(delete(codes).where(codes.c.expires_at <= now))
            connection.execute(delete(tries).where(tries.c.at <= now - window))
            made = connection.execute(insert(tries).values(kind=kind, who=who, at=now))
            return int(made.inserted_primary_key[0])

    def count(self, kind: str, since: datetime, who: str = "") -> int:
        """Tries of a kind since a moment, of one or of all."""
        counted = select(func.count()).where(tries.c.kind == kind, tries.c.at > since)
        if who:
            counted = counted.where(tries.c.who == who)
        with self._engine.connect() as connection:
            return int(connection.execute(counted).scalar_one())

    def forgive(self, position: int) -> None:
        """A try that does not count."""
        with self._engine.begin() as connection:
            connection.execute(delete(tries).where(tries.c.position == position))
