"""What an administrator changes about a colleague: role, leave, return, sessions."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from knowledge_base.curation.audit import record
from knowledge_base.curation.people import (
    NotPossible,
    Person,
    change_person,
    locked_person,
    people,
)
from knowledge_base.curation.roles import Role
from knowledge_base.curation.sessions import end_sessions


class Changes:
    """Each one is written down; the last administrator cannot be taken away."""

    def __init__(self, database: Engine) -> None:
        self._engine = database

    def give_role(self, number: int, role: Role, by: str) -> None:
        """Counts from the person's next request."""
        with self._engine.begin() as connection:
            person = locked_person(connection, number)
            if role is person.role:
                return
            if role is not Role.ADMINISTRATOR:
                _keep_an_administrator(connection, person)
            change_person(connection, number, role=int(role))
            before, after = {"role": person.role.word}, {"role": role.word}
            record(connection, by, "person.role", person.name, before, after)

    def disable(self, number: int, by: str) -> None:
        """Ends every session and invitation at once; what the person wrote stays theirs."""
        with self._engine.begin() as connection:
            person = locked_person(connection, number)
            if not person.active:
                return
            _keep_an_administrator(connection, person)
            change_person(connection, number, active=False, invitation=None, invited_until=None)
            end_sessions(connection, number)
            record(connection, by, "person.disable", person.name)

    def enable(self, number: int, by: str) -> None:
        with self._engine.begin() as connection:
            person = locked_person(connection, number)
            if person.active:
                return
            change_person(connection, number, active=True)
            record(connection, by, "person.enable", person.name)

    def end_sessions(self, number: int, by: str) -> int:
        """Sign a colleague out everywhere; how many sessions there were."""
        with self._engine.begin() as connection:
            person = locked_person(connection, number)
            ended = end_sessions(connection, number)
            record(connection, by, "person.sign_out", person.name, None, {"sessions": ended})
        return ended


def _keep_an_administrator(connection: Connection, person: Person) -> None:
    """Refuses to lose the last one who can sign in. Locks them all, so two cannot leave at once."""
    if not (person.active and person.role is Role.ADMINISTRATOR):
        return
    able = sa.or_(people.c.password.is_not(None), people.c.subject.is_not(None))
    others = sa.select(people.c.id).where(
        people.c.role == int(Role.ADMINISTRATOR), people.c.active, able
    )
    found = connection.execute(others.order_by(people.c.id).with_for_update()).scalars().all()
    if not set(found) - {person.id}:
        raise NotPossible("last")
