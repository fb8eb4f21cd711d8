"""Tokens by which other programs act in the console's place, each with a role of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.clock import stored
from bot.database import metadata, read_only
from knowledge_base.curation.audit import record
from knowledge_base.curation.moments import Clock, utc_now
from knowledge_base.curation.people import NotPossible, Person, people
from knowledge_base.curation.roles import Role
from knowledge_base.curation.tickets import digest, new_secret

GLANCE, LONGEST_DAYS = timedelta(minutes=5), 730
tokens = sa.Table(
    "console_tokens",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("role", sa.Integer, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, unique=True),
    sa.Column("made_by", sa.String(120), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("used_at", sa.DateTime(timezone=True)),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
)


@dataclass(frozen=True)
class Token:
    id: int
    name: str
    role: Role
    made_by: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class Tokens:
    def __init__(self, database: Engine, clock: Clock = utc_now) -> None:
        self._engine, self._clock = database, clock

    def make(self, name: str, role: Role, days: int, by: str) -> str:
        """The secret of a new token: this is the only time that anybody sees it."""
        name, secret, now = " ".join(name.split()), new_secret("gct_"), self._clock()
        if not 2 <= len(name) <= 80 or not name.isprintable():
            raise NotPossible("name")
        if not 1 <= days <= LONGEST_DAYS:
            raise NotPossible("days")
        values = {"name": name, "role": int(role), "digest": digest(secret), "made_by": by}
        ends = now + timedelta(days=days)
        with self._engine.begin() as connection:
            connection.execute(tokens.insert().values(**values, made_at=now, expires_at=ends))
            record(connection, by, "token.make", name, None, {"role": role.word, "until": ends})
        return secret

    def find(self, secret: str) -> Token | None:
        """The token, while it is good; its use is noted once in five minutes.

        It is no good while whoever made it is disabled.
        """
        now = self._clock()
        left = sa.exists().where(people.c.name == tokens.c.made_by, people.c.active.is_(False))
        where = sa.and_(
            tokens.c.digest == digest(secret),
            tokens.c.revoked_at.is_(None),
            tokens.c.expires_at > now,
            ~left,
        )
        with read_only(self._engine) as connection:
            row = connection.execute(sa.select(tokens).where(where)).first()
        if row is None:
            return None
        found = _token(row)
        if found.used_at is None or now - found.used_at > GLANCE:
            self._set(found.id, used_at=now)
        return found

    def holder(self, secret: str) -> Person | None:
        """The token as a colleague without a number, named so that the audit shows it."""
        found = self.find(secret)
        return Person(0, f"token:{found.name}", found.role) if found else None

    def all(self) -> list[Token]:
        query = sa.select(tokens).order_by(tokens.c.id.desc())
        with read_only(self._engine) as connection:
            return [_token(row) for row in connection.execute(query)]

    def revoke(self, number: int, by: str) -> None:
        """End a token at once; once ended, it stays so."""
        live = sa.and_(tokens.c.id == number, tokens.c.revoked_at.is_(None))
        with self._engine.begin() as connection:
            name = connection.execute(sa.select(tokens.c.name).where(live)).scalar()
            if name is None:
                raise NotPossible("unknown")
            connection.execute(tokens.update().where(live).values(revoked_at=self._clock()))
            record(connection, by, "token.revoke", name)

    def _set(self, number: int, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(tokens.update().where(tokens.c.id == number).values(**values))


def _token(row: Any) -> Token:
    used = stored(row.used_at) if row.used_at else None
    revoked = stored(row.revoked_at) if row.revoked_at else None
    made, ends = stored(row.made_at), stored(row.expires_at)
    return Token(row.id, row.name, Role(row.role), row.made_by, made, ends, used, revoked)
