"""What the CRM's web API shows of a record: these fields, whatever else we come to hold."""

from __future__ import annotations

from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from actions.crm.calls import Purpose
from actions.crm.port import CallbackStatus, CaseStatus, Priority


class View(BaseModel):
    """Read from one of the port's records; moments are shown in UTC, ending in Z."""

    model_config = ConfigDict(from_attributes=True)


Item = TypeVar("Item", bound=View)


class Contact(View):
    ref: str
    name: str
    phone: str
    email: str
    language: str


class Case(View):
    ref: str
    external_ref: str
    subject: str
    description: str
    category: str
    priority: Priority
    status: CaseStatus
    contact: str
    conversation: str
    created_at: datetime


class Callback(View):
    ref: str
    external_ref: str
    phone: str
    start: datetime
    end: datetime
    reason: str
    queue: str
    language: str
    status: CallbackStatus
    contact: str
    conversation: str
    created_at: datetime


class Attempt(View):
    """`outcome`: how the call ended; or `expired`: nobody called in time; or `elsewhere`: the
    company's own CRM says that it was made."""

    callback: str
    outcome: str
    phone: str
    text: str
    who: str
    created_at: datetime


class Consent(View):
    """What was agreed to, in the words that were said; `record` is what it came with."""

    contact: str
    phone: str
    email: str
    purpose: Purpose
    channel: str
    wording: str
    text: str
    language: str
    record: str
    conversation: str
    created_at: datetime
    withdrawn_at: datetime | None


class Lead(View):
    ref: str
    external_ref: str
    name: str
    phone: str
    email: str
    interest: str
    status: str
    contact: str
    conversation: str
    created_at: datetime


class Listed(BaseModel, Generic[Item]):
    """Newest first; `next` is the `after` of the next page, null on the last one."""

    items: list[Item]
    next: str | None
