"""The colleagues, for programs: read them, invite one, change a role, let one go."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from knowledge_base.console.declared import Api
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.changes import Changes
from knowledge_base.curation.people import Person
from knowledge_base.curation.roles import Right, role_named

api = Api()
RoleWord = Literal["reader", "agent", "curator", "administrator"]


class PersonOut(BaseModel):
    id: int
    name: str
    role: RoleWord
    language: Literal["fr", "en"]
    active: bool
    invited_until: datetime | None


class NewPerson(BaseModel):
    name: str = Field(min_length=2, max_length=80)
    role: RoleWord
    language: Literal["fr", "en"] = "fr"


class Invited(BaseModel):
    person: PersonOut
    invitation: str = Field(description="goes after /console/invitation/; shown this once")


class PersonChange(BaseModel):
    role: RoleWord | None = None
    active: bool | None = None


@api.get("/people", right=Right.PEOPLE)
def people(visit: Here) -> list[PersonOut]:
    """Everybody who has, or had, a place in the console."""
    return [_plain(one) for one in visit.console.people.all()]


@api.post("/people", right=Right.PEOPLE, status_code=201)
def invite(visit: Here, new: NewPerson) -> Invited:
    """A new colleague, and the secret of the link by which a password is set."""
    known, by = visit.console.people, visit.person.name
    return _invited(visit, known.add(new.name, role_named(new.role), by, new.language).id)


@api.post("/people/{number:int}/invitation", right=Right.PEOPLE, status_code=201)
def invite_again(visit: Here, number: int) -> Invited:
    """Another link, for a forgotten password, too: the old one counts until a new one is set."""
    _known(visit, number)
    return _invited(visit, number)


@api.patch("/people/{number:int}", right=Right.PEOPLE)
def change(visit: Here, number: int, wanted: PersonChange) -> PersonOut:
    """Another role, or leave and return; the last administrator stays."""
    _known(visit, number)
    changes, by = Changes(visit.console.database), visit.person.name
    if wanted.role is not None:
        changes.give_role(number, role_named(wanted.role), by)
    if wanted.active is not None:
        (changes.enable if wanted.active else changes.disable)(number, by)
    return _plain(_known(visit, number))


def _known(visit: Visit, number: int) -> Person:
    found = visit.console.people.get(number)
    if found is None:
        raise HTTPException(404)
    return found


def _invited(visit: Visit, number: int) -> Invited:
    secret = visit.console.people.invite(number, visit.person.name)
    return Invited(person=_plain(_known(visit, number)), invitation=secret)


def _plain(person: Person) -> PersonOut:
    return PersonOut(
        id=person.id,
        name=person.name,
        role=person.role.word,  # type: ignore[arg-type]
        language=person.language,  # type: ignore[arg-type]
        active=person.active,
        invited_until=person.invited_until,
    )
