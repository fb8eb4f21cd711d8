"""Signing in by name and password, and setting the password of an invitation."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import read_only
from knowledge_base.curation.audit import record
from knowledge_base.curation.lockout import Lockout
from knowledge_base.curation.moments import Clock, utc_now
from knowledge_base.curation.passwords import Passwords
from knowledge_base.curation.people import (
    NotPossible,
    People,
    Person,
    change_person,
    folded,
    people,
    person_of,
)
from knowledge_base.curation.sessions import end_sessions

WEB = "console"


class LockedOut(Exception):
    """Too many tries, whoever it is: wait a quarter of an hour."""


class SignIn:
    def __init__(
        self, database: Engine, passwords: Passwords | None = None, clock: Clock = utc_now
    ) -> None:
        self._engine = database
        self.passwords = passwords or Passwords()
        self._lockout, self._people = Lockout(database, clock), People(database, clock)

    def by_password(self, name: str, password: str, address: str) -> Person | None:
        """The person, or None for any wrong name or password; LockedOut after too many."""
        if not self._lockout.may_try(name, address):
            raise LockedOut
        row = self._row(people.c.folded == folded(name))
        kept: Any = row.password if row and row.active else None
        if not self.passwords.matches(kept, password):
            self._note_lock(name, row)
            return None
        self._lockout.forget(name, address)
        with self._engine.begin() as connection:
            if self.passwords.is_outdated(kept):
                fresh = self.passwords.hashed(password)
                change_person(connection, row.id, password=fresh)
            record(connection, row.name, "sign_in", row.name)
        return person_of(row)

    def is_password_of(self, person: Person, password: str, address: str) -> bool:
        """Asked again before something grave; tries count as those of signing in."""
        if not self._lockout.may_try(person.name, address):
            raise LockedOut
        row = self._row(people.c.id == person.id)
        if not self.passwords.matches(row.password if row else None, password):
            self._note_lock(person.name, row)
            return False
        self._lockout.forget(person.name, address)
        return True

    def set_password(self, person: Person, password: str, keep: int | None = None) -> None:
        """A new password ends every session but `keep`; WeakPassword when it is not good."""
        kept = self.passwords.hashed(password, person.name)
        with self._engine.begin() as connection:
            change_person(connection, person.id, password=kept, invitation=None, invited_until=None)
            end_sessions(connection, person.id, keep)
            record(connection, person.name, "person.password", person.name)

    def accept(self, secret: str, password: str) -> Person:
        """Set the password of an invitation, which then is spent; NotPossible when it was."""
        person = self._people.invited(secret)
        if person is None:
            raise NotPossible("invitation")
        self.set_password(person, password)
        return person

    def _row(self, where: Any) -> Any:
        with read_only(self._engine) as connection:
            return connection.execute(sa.select(people).where(where)).first()

    def _note_lock(self, name: str, row: Any) -> None:
        """What was typed as a name that nobody has may be a password: it is not kept."""
        if not self._lockout.is_full(name):
            return
        with self._engine.begin() as connection:
            record(connection, WEB, "sign_in.locked", row.name if row else "")
