"""Counts failed sign-ins by name and by address, so that nobody can guess for long."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.database import metadata, read_only
from knowledge_base.curation.moments import Clock, utc_now
from knowledge_base.curation.people import folded

WINDOW = timedelta(minutes=15)
MOST = {"name": 5, "address": 20}  # an office behind one address has several people
failures = sa.Table(
    "sign_in_failures",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.String(10), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Index("sign_in_failures_who", "kind", "who"),
)


class Lockout:
    """A try is counted before it is looked at: tries at the same time cannot slip through."""

    def __init__(self, database: Engine, clock: Clock = utc_now) -> None:
        self._engine, self._clock = database, clock

    def may_try(self, name: str, address: str) -> bool:
        """Count a try; False once there were too many. Known and unknown names are alike."""
        now, who = self._clock(), _who(name, address)
        with self._engine.begin() as connection:
            connection.execute(failures.delete().where(failures.c.at <= now - WINDOW))
            made = [
                connection.execute(failures.insert().values(kind=kind, who=one, at=now))
                for kind, one in who.items()
            ]
        with self._engine.begin() as connection:
            allowed = all(_count(connection, *one) <= MOST[one[0]] for one in who.items())
            if not allowed:  # a refused try does not make the wait longer
                ids = [one.inserted_primary_key[0] for one in made]
                connection.execute(failures.delete().where(failures.c.id.in_(ids)))
        return allowed

    def is_full(self, name: str) -> bool:
        """Whether the last try that a name had was its last for now."""
        with read_only(self._engine) as connection:
            return _count(connection, "name", _who(name, "")["name"]) >= MOST["name"]

    def forget(self, name: str, address: str) -> None:
        """It was the right person: the name starts anew, the address gets its try back."""
        who = _who(name, address)
        with self._engine.begin() as connection:
            connection.execute(failures.delete().where(_is("name", who["name"])))
            last = sa.select(sa.func.max(failures.c.id)).where(_is("address", who["address"]))
            newest = connection.execute(last).scalar()
            connection.execute(failures.delete().where(failures.c.id == newest))


def _who(name: str, address: str) -> dict[str, str]:
    """Digests: what is typed into the wrong field may be a password."""
    said = {"name": folded(name), "address": address}
    return {kind: sha256(value.encode()).hexdigest() for kind, value in said.items()}


def _count(connection: Connection, kind: str, who: str) -> int:
    query = sa.select(sa.func.count()).select_from(failures).where(_is(kind, who))
    return int(connection.execute(query).scalar())


def _is(kind: str, who: str) -> Any:
    return sa.and_(failures.c.kind == kind, failures.c.who == who)
