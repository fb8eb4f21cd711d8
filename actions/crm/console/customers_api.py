"""Customers, for programs of the support team: find one, read a card, note something."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from pydantic import BaseModel
from starlette.exceptions import HTTPException

from actions.crm.calls import Purpose
from actions.crm.console.callbacks_api import NewNote
from actions.crm.console.view import for_programs
from actions.crm.customers import doing
from actions.crm.customers.books import changing, looking
from actions.crm.customers.card import Card, card
from actions.crm.customers.search import search
from actions.crm.customers.signals import Signal
from actions.crm.customers.timeline import timeline
from knowledge_base.console.declared import Api
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.audit import record
from knowledge_base.curation.roles import Right

api = Api()


class PersonOut(BaseModel):
    ref: str
    name: str
    phone: str
    email: str
    language: str


class KnownOut(BaseModel):
    """`reached`: when a colleague spoke to them there; null: they gave it, nothing proves it.

    `wrong`: when somebody else answered there last.
    """

    kind: str
    value: str
    given_at: datetime
    reached: datetime | None
    wrong: datetime | None


class ConsentOut(BaseModel):
    """What was agreed to, in the words that were said; `record` is what it came with."""

    purpose: Purpose
    phone: str
    email: str
    channel: str
    wording: str
    text: str
    language: str
    record: str
    created_at: datetime
    withdrawn_at: datetime | None


class SaidOut(BaseModel):
    at: datetime
    channel: str
    text: str
    by_visitor: bool


class HappeningOut(BaseModel):
    at: datetime
    kind: str
    title: str
    text: str
    who: str
    detail: str
    ref: str
    said: list[SaidOut]


class CardOut(BaseModel):
    """`refs`: its own reference, then those of contacts that were joined to it."""

    ref: str
    names: list[str]
    language: str
    created_at: datetime
    erased_at: datetime | None
    known: list[KnownOut]
    signals: list[Signal]
    open_cases: int
    open_callbacks: int
    refs: list[str]
    consents: list[ConsentOut]
    timeline: list[HappeningOut]


@api.get("/crm/customers", right=Right.CUSTOMERS)
def customers(visit: Here, q: str = "") -> list[PersonOut]:
    """At most 50 people, by number, address, reference or name."""
    with looking(visit.console.database) as unit:
        found = search(unit, q)
    names = PersonOut.model_fields
    return [PersonOut(**{name: row[name] or "" for name in names}) for row in found]


@api.get("/crm/customers/{ref}", right=Right.CUSTOMERS)
def customer(visit: Here, ref: str) -> CardOut:
    """A card; that somebody looked at it is written down."""
    found = looked_at(visit, ref)
    if found is None:
        raise HTTPException(404)
    with looking(visit.console.database) as unit:
        happened = timeline(unit, found.ref, visit.console.said)
    return CardOut(**asdict(found), timeline=[HappeningOut(**asdict(one)) for one in happened])


@api.post("/crm/customers/{ref}/notes", right=Right.CUSTOMERS, status_code=201)
def note(visit: Here, ref: str, new: NewNote) -> None:
    with for_programs(), changing(visit.console.database) as unit:
        doing.note(unit, "contact", ref, new.text, visit.person.name)


def looked_at(visit: Visit, ref: str) -> Card | None:
    """Somebody's card, and in the audit who looked at whom; None for nobody."""
    with changing(visit.console.database) as unit:
        found = card(unit, ref)
        if found:
            record(unit.connection, visit.person.name, "contact.view", found.ref)
    return found
