"""Colleagues for whom the company's own sign-in vouches: found or made, with today's role."""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from bot.database import read_only
from knowledge_base.curation.audit import record
from knowledge_base.curation.people import NotPossible, People, Person, people, person_of
from knowledge_base.curation.roles import Role

WHO = "company account"


def admit(database: Engine, subject: str, name: str, role: Role) -> Person | None:
    """The person of a subject, whose role is what the provider says; None once disabled.

    A colleague of the same name who signs in by password is somebody else: the new one's name
    gets a mark, so that nobody takes over an account by choosing a name.
    """
    known = _by_subject(database, subject)
    if known is None:
        known = _made(People(database), subject, name, role)
    if not known.active:
        return None
    with database.begin() as connection:
        if known.role is not role:
            where = people.c.id == known.id
            connection.execute(people.update().where(where).values(role=int(role)))
            before, after = {"role": known.role.word}, {"role": role.word}
            record(connection, WHO, "person.role", known.name, before, after)
        record(connection, known.name, "sign_in", known.name, None, {"by": WHO})
    return _by_subject(database, subject)


def _made(everybody: People, subject: str, name: str, role: Role) -> Person:
    mark = sha256(subject.encode()).hexdigest()[:6]
    readable = "".join(one for one in name if one.isprintable())[:60]
    try:
        return everybody.add(readable, role, WHO, subject=subject)
    except NotPossible:
        return everybody.add(f"{readable} ({mark})", role, WHO, subject=subject)


def _by_subject(database: Engine, subject: str) -> Person | None:
    with read_only(database) as connection:
        row = connection.execute(sa.select(people).where(people.c.subject == subject)).first()
    return person_of(row) if row else None
