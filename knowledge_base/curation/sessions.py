"""Who is signed in, and where: found by reading only, and ended at once when it must be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.clock import stored
from bot.database import metadata, read_only
from knowledge_base.curation.moments import Clock, utc_now
from knowledge_base.curation.people import Person, people, person_of
from knowledge_base.curation.tickets import digest, new_secret

IDLE, LONGEST, GLANCE = timedelta(hours=8), timedelta(days=7), timedelta(minutes=5)
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False, index=True),
    sa.Column("device", sa.String(200), nullable=False),
    sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
)


@dataclass(frozen=True)
class Session:
    id: int
    person: Person
    device: str
    began_at: datetime
    seen_at: datetime


class Sessions:
    def __init__(self, database: Engine, clock: Clock = utc_now) -> None:
        self._engine, self._clock = database, clock

    def begin(self, person: int, device: str = "") -> str:
        """The secret of a new session, for its cookie; what has expired is swept away."""
        secret, now = new_secret(), self._clock()
        with self._engine.begin() as connection:
            connection.execute(sessions.delete().where(~_alive(now)))
            made = {"digest": digest(secret), "person": person, "device": device[:200]}
            connection.execute(sessions.insert().values(**made, began_at=now, seen_at=now))
        return secret

    def find(self, secret: str) -> Session | None:
        """Whose session it is, as that person is now; written only once in five minutes."""
        now = self._clock()
        where = sa.and_(sessions.c.digest == digest(secret), _alive(now), people.c.active)
        with read_only(self._engine) as connection:
            row = connection.execute(_query().where(where)).first()
        if row is None:
            return None
        found = _session(row)
        if now - found.seen_at > GLANCE:
            self._seen(found.id, now)
        return found

    def of(self, person: int) -> list[Session]:
        """A person's sessions, the latest seen first."""
        where = sa.and_(sessions.c.person == person, _alive(self._clock()))
        query = _query().where(where).order_by(sessions.c.seen_at.desc())
        with read_only(self._engine) as connection:
            return [_session(row) for row in connection.execute(query)]

    def end(self, session: int, person: int) -> bool:
        """End one session of a person; whether there was such a one."""
        where = sa.and_(sessions.c.id == session, sessions.c.person == person)
        with self._engine.begin() as connection:
            return bool(connection.execute(sessions.delete().where(where)).rowcount)

    def end_all(self, person: int, but: int | None = None) -> int:
        with self._engine.begin() as connection:
            return end_sessions(connection, person, but)

    def _seen(self, session: int, now: datetime) -> None:
        with self._engine.begin() as connection:
            late = sa.and_(sessions.c.id == session, sessions.c.seen_at < now)
            connection.execute(sessions.update().where(late).values(seen_at=now))


def end_sessions(connection: Connection, person: int, but: int | None = None) -> int:
    """End a person's sessions, save perhaps one; how many there were."""
    where = sessions.c.person == person
    if but is not None:
        where = sa.and_(where, sessions.c.id != but)
    return int(connection.execute(sessions.delete().where(where)).rowcount)


def _alive(now: datetime) -> Any:
    return sa.and_(sessions.c.seen_at > now - IDLE, sessions.c.began_at > now - LONGEST)


def _query() -> Any:
    ours = (sessions.c.id.label("session"), sessions.c.device, sessions.c.began_at)
    return sa.select(people, *ours, sessions.c.seen_at).join_from(
        sessions, people, sessions.c.person == people.c.id
    )


def _session(row: Any) -> Session:
    began, seen = stored(row.began_at), stored(row.seen_at)
    return Session(row.session, person_of(row), row.device, began, seen)
