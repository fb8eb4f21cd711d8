"""The colleagues who may sign in: their role, their language and how they prove who they are."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NoReturn

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError

from bot.clock import stored
from bot.database import metadata, read_only
from knowledge_base.curation.audit import record
from knowledge_base.curation.moments import Clock, utc_now
from knowledge_base.curation.roles import Role
from knowledge_base.curation.tickets import digest, new_secret

INVITED = timedelta(hours=24)
people = sa.Table(
    "people",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("name", sa.String(120), nullable=False),
    sa.Column("folded", sa.String(120), nullable=False, unique=True),
    sa.Column("role", sa.Integer, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("shortcuts", sa.Boolean, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("password", sa.Text),
    sa.Column("subject", sa.String(400), unique=True),
    sa.Column("invitation", sa.String(64), unique=True),
    sa.Column("invited_until", sa.DateTime(timezone=True)),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
)


class NotPossible(ValueError):
    """Refused, for a reason that a text of the console words: `people.refused.<reason>`."""

    @property
    def reason(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True)
class Person:
    """A colleague, or (with id 0) a token that acts in their place."""

    id: int
    name: str
    role: Role
    language: str = "fr"
    shortcuts: bool = True
    active: bool = True
    has_password: bool = False
    invited_until: datetime | None = None


class People:
    """Everybody who has, or had, a place in the console; nobody is ever deleted."""

    def __init__(self, database: Engine, clock: Clock = utc_now) -> None:
        self._engine, self._clock = database, clock

    def all(self) -> list[Person]:
        with read_only(self._engine) as connection:
            rows = connection.execute(sa.select(people).order_by(people.c.folded)).all()
        return [person_of(row) for row in rows]

    def get(self, number: int) -> Person | None:
        return self._one(people.c.id == number)

    def named(self, name: str) -> Person | None:
        return self._one(people.c.folded == folded(name))

    def invited(self, secret: str) -> Person | None:
        """Whose invitation this is, while it is valid."""
        until = people.c.invited_until > self._clock()
        return self._one(sa.and_(people.c.invitation == digest(secret), people.c.active, until))

    def add(self, name: str, role: Role, by: str, language: str = "fr", **more: Any) -> Person:
        """A new colleague, who cannot sign in yet; NotPossible when the name is taken."""
        name = " ".join(unicodedata.normalize("NFC", name).split())
        if not 2 <= len(name) <= 80 or not name.isprintable():
            raise NotPossible("name")
        values = {"name": name, "folded": folded(name), "role": int(role), "language": language}
        values |= {"shortcuts": True, "active": True, "created_at": self._clock()} | more
        try:
            with self._engine.begin() as connection:
                made = connection.execute(people.insert().values(**values))
                number = int(made.inserted_primary_key[0])
                record(connection, by, "person.add", name, None, {"role": role.word})
        except IntegrityError:
            raise NotPossible("taken") from None
        return self.get(number) or _vanished()

    def invite(self, number: int, by: str) -> str:
        """The secret of a link by which this person sets a password, once, within a day."""
        secret = new_secret()
        with self._engine.begin() as connection:
            person = locked_person(connection, number)
            until = self._clock() + INVITED
            change_person(connection, number, invitation=digest(secret), invited_until=until)
            record(connection, by, "person.invite", person.name, None, {"until": until})
        return secret

    def prefer(self, number: int, language: str, shortcuts: bool) -> None:
        """Own taste: no audit."""
        with self._engine.begin() as connection:
            change_person(connection, number, language=language, shortcuts=shortcuts)

    def _one(self, where: Any) -> Person | None:
        with read_only(self._engine) as connection:
            row = connection.execute(sa.select(people).where(where)).first()
        return person_of(row) if row else None


def folded(name: str) -> str:
    """Names are the same whatever their case, spaces or way of composing accents."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:120]


def person_of(row: Any) -> Person:
    return Person(
        row.id,
        row.name,
        Role(row.role),
        row.language,
        row.shortcuts,
        row.active,
        row.password is not None,
        stored(row.invited_until) if row.invited_until else None,
    )


def locked_person(connection: Connection, number: int) -> Person:
    query = sa.select(people).where(people.c.id == number)
    row = connection.execute(query.with_for_update()).first()
    return person_of(row) if row else _vanished()


def change_person(connection: Connection, number: int, **values: Any) -> None:
    connection.execute(people.update().where(people.c.id == number).values(**values))


def _vanished() -> NoReturn:
    raise NotPossible("unknown")
