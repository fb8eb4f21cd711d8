"""What a program may ask of the CRM's web API: filters, and records to create."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from actions.crm.calls import CallOutcome, Consent, Purpose
from actions.crm.inputs import (
    Email,
    FilledLine,
    Language,
    Line,
    Moment,
    Paragraphs,
    Phone,
    Ref,
    Word,
)
from actions.crm.lists import Query
from actions.crm.port import CallbackStatus, CaseStatus, NewContact, Priority


class Strict(BaseModel):
    """Nothing that is not asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Filters(Strict):
    """Which page of which records."""

    limit: int = Field(50, ge=1, le=200, description="most items of the page")
    after: Ref | None = Field(None, description="the `next` of the page before")
    ref: Ref | None = Field(None, description="our reference")
    conversation: FilledLine | None = Field(None, description="the conversation's sender id")
    phone: Phone | None = Field(None, description="the person's number, E.164")
    email: Email | None = Field(None, description="the person's e-mail address")

    def query(self) -> Query:
        return Query(**self.model_dump(exclude_none=True, mode="json"))


class ContactFilters(Filters):
    """Contacts; `conversation`: those whom its cases, callbacks and leads name."""


class RecordFilters(Filters):
    external_ref: FilledLine | None = Field(None, description="the idempotency key it came with")
    contact: Ref | None = Field(None, description="a contact's reference")


class CaseFilters(RecordFilters):
    status: CaseStatus | None = None
    category: Word | None = None
    priority: Priority | None = None


class CallbackFilters(RecordFilters):
    """`external_ref` and `conversation` find a callback by any request that booked or moved it."""

    status: CallbackStatus | None = None
    queue: Word | None = None


class LeadFilters(RecordFilters):
    status: Word | None = None


class Person(Strict):
    """At least one of phone and email."""

    name: Line = ""
    phone: Phone | None = Field(None, description="E.164")
    email: Email | None = None
    language: Language = "fr"

    @model_validator(mode="after")
    def _can_be_reached(self) -> Person:
        if not (self.phone or self.email):
            raise ValueError("a phone or an email is needed")
        return self

    def person(self) -> NewContact:
        return NewContact(self.name, self.phone or "", self.email or "", self.language)


class Request(Strict):
    """The same `external_ref` is the same record; without one, the same content is."""

    external_ref: FilledLine | None = None
    conversation: Line = ""


class CaseBody(Request):
    subject: FilledLine
    description: Paragraphs = ""
    category: Word = "other"
    priority: Priority = Priority.NORMAL
    contact: Ref | Person = Field(description="a contact's reference, or who it is")


class Agreed(Strict):
    """What the person said yes to, in the words that were put to them."""

    text: Paragraphs = Field(min_length=1)
    channel: Word = Field(description="where it was said, such as `phone` or `form`")
    language: Language = "fr"

    def to(self, purpose: Purpose) -> Consent:
        return Consent.to(purpose, self.channel, self.text, self.language)


class CallbackBody(Request):
    phone: Phone = Field(description="E.164")
    start: Moment = Field(description="ISO 8601 with its zone, in opening hours")
    end: Moment | None = Field(None, description="not asked for: a slot has its own length")
    reason: Paragraphs = ""
    queue: Word = "support"
    language: Language = "fr"
    name: Line = ""
    email: Email | Literal[""] = Field("", description="where letters about it go")
    consent: Agreed | None = Field(None, description="to being called back")


class ConsentFilters(Strict):
    """Of a number or of a contact: one of them at least."""

    phone: Phone | None = Field(None, description="E.164")
    contact: Ref | None = Field(None, description="a contact's reference")

    @model_validator(mode="after")
    def _of_somebody(self) -> ConsentFilters:
        if not (self.phone or self.contact):
            raise ValueError("a phone or a contact is needed")
        return self


class AttemptBody(Strict):
    """The same `external_ref` is the same call."""

    outcome: CallOutcome
    text: Paragraphs = ""
    who: Line = Field("", description="who called")
    external_ref: FilledLine | None = None


class LeadBody(Person, Request):
    interest: Paragraphs = Field(min_length=1)
    consent: Agreed | None = Field(None, description="to being called about offers")
