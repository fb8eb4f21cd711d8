"""The CRM's records for other programs: lists to leaf through, records to create."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import StringConstraints

import actions.crm as chosen
from actions.crm import bodies, views
from actions.crm.calls import NewAttempt, Purpose
from actions.crm.door import RESPONSES, CrmRoute, locked
from actions.crm.inputs import REF
from actions.crm.lists import ListedCrm
from actions.crm.lists import Query as Wanted
from actions.crm.port import (
    CrmRefused,
    NewCallback,
    NewCase,
    NewContact,
    NewLead,
    Refusal,
)
from actions.crm.turnstile import Turnstile
from bot.settings import settings

Key = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[!-~]+$")]
KnownRef = Annotated[str, StringConstraints(to_upper=True, pattern=REF)]
IdempotencyKey = Annotated[
    Key | None, Header(description="stands for `external_ref` where the body has none")
]


def router(crm: ListedCrm | None = None, token: str = "") -> APIRouter:
    """`/api/crm`, on the settings' CRM and behind the settings' token unless told otherwise."""
    crm = crm or chosen.crm()
    locks = [Depends(locked(token or settings().token()))]
    made = APIRouter(prefix="/api/crm", tags=["crm"], route_class=CrmRoute, dependencies=locks)
    for add in (_contacts, _cases, _callbacks, _calls, _leads):
        add(made, crm)
    return made


def _contacts(made: APIRouter, crm: ListedCrm) -> None:
    turns = Turnstile()

    @made.get("/contacts", summary="Contacts, newest first")
    async def contacts(
        filters: Annotated[bodies.ContactFilters, Query()],
    ) -> views.Listed[views.Contact]:
        page = await crm.contacts(filters.query())
        return views.Listed(items=page.shown(views.Contact.model_validate), next=page.next)

    @made.post("/contacts", status_code=201, responses=RESPONSES, summary="Know someone")
    async def save_contact(body: bodies.Person, response: Response) -> views.Contact:
        new = body.person()
        async with turns.alone(*sorted(filter(None, (new.phone, new.email)))):
            known = await crm.find_contacts(new.phone, new.email)
            return _shown(response, bool(known), views.Contact, await crm.save_contact(new))


def _cases(made: APIRouter, crm: ListedCrm) -> None:
    turns = Turnstile()

    @made.get("/cases", summary="Cases, newest first")
    async def cases(filters: Annotated[bodies.CaseFilters, Query()]) -> views.Listed[views.Case]:
        page = await crm.cases(filters.query())
        return views.Listed(items=page.shown(views.Case.model_validate), next=page.next)

    @made.post("/cases", status_code=201, responses=RESPONSES, summary="Open a case")
    async def open_case(
        body: bodies.CaseBody, response: Response, idempotency_key: IdempotencyKey = None
    ) -> views.Case:
        external_ref = _external_ref("case", body, idempotency_key)
        fields = body.model_dump(exclude={"external_ref", "contact"})
        contact = await _person(crm, body.contact)
        new = NewCase(**fields, contact=contact, external_ref=external_ref)
        async with turns.alone(external_ref):
            known = await crm.cases(Wanted(external_ref=external_ref))
            return _shown(response, bool(known.items), views.Case, await crm.open_case(new))


def _callbacks(made: APIRouter, crm: ListedCrm) -> None:
    turns = Turnstile()

    @made.get("/callbacks", summary="Callbacks, newest first")
    async def callbacks(
        filters: Annotated[bodies.CallbackFilters, Query()],
    ) -> views.Listed[views.Callback]:
        page = await crm.callbacks(filters.query())
        return views.Listed(items=page.shown(views.Callback.model_validate), next=page.next)

    @made.post("/callbacks", status_code=201, responses=RESPONSES, summary="Book, or move")
    async def book_callback(
        body: bodies.CallbackBody, response: Response, idempotency_key: IdempotencyKey = None
    ) -> views.Callback:
        """One callback is open for a number and queue: a new request moves it (200)."""
        external_ref = _external_ref("callback", body, idempotency_key)
        fields = body.model_dump(exclude={"external_ref", "end", "consent"})
        agreed = body.consent.to(Purpose.CALLBACK) if body.consent else None
        new = NewCallback(**fields, external_ref=external_ref, consent=agreed)
        async with turns.alone(f"ref {external_ref}", f"phone {body.phone}"):
            known = await crm.callbacks(Wanted(external_ref=external_ref))
            before = {one.ref for one in (*known.items, *await crm.callbacks_of(body.phone))}
            booked = await crm.book_callback(new)
        return _shown(response, booked.ref in before, views.Callback, booked)


def _calls(made: APIRouter, crm: ListedCrm) -> None:
    """Calls that were made, and what allowed them."""
    @made.get("/callbacks/{ref}/attempts", summary="The calls made for a callback, newest first")
    async def attempts(ref: KnownRef) -> list[views.Attempt]:
        return [views.Attempt.model_validate(one) for one in await crm.attempts_of(ref)]

    @made.post(
        "/callbacks/{ref}/attempts",
        status_code=201,
        responses=RESPONSES,
        summary="Say how a call ended",
    )
    async def attempted(
        ref: KnownRef,
        body: bodies.AttemptBody,
        idempotency_key: IdempotencyKey = None,
    ) -> views.Attempt:
        """Whoever was not reached is called again by itself, at the next free time."""
        key = body.external_ref or (f"key:{idempotency_key}" if idempotency_key else "")
        new = NewAttempt(body.outcome, body.text, body.who, key)
        return views.Attempt.model_validate(await crm.attempted(ref, new))

    @made.get("/consents", summary="What somebody agreed to, newest first")
    async def consents(filters: Annotated[bodies.ConsentFilters, Query()]) -> list[views.Consent]:
        given = await crm.consents(filters.phone or "", filters.contact or "")
        return [views.Consent.model_validate(one) for one in given]


def _leads(made: APIRouter, crm: ListedCrm) -> None:
    turns = Turnstile()

    @made.get("/leads", summary="Leads, newest first")
    async def leads(filters: Annotated[bodies.LeadFilters, Query()]) -> views.Listed[views.Lead]:
        page = await crm.leads(filters.query())
        return views.Listed(items=page.shown(views.Lead.model_validate), next=page.next)

    @made.post("/leads", status_code=201, responses=RESPONSES, summary="Note an interest")
    async def open_lead(
        body: bodies.LeadBody, response: Response, idempotency_key: IdempotencyKey = None
    ) -> views.Lead:
        external_ref = _external_ref("lead", body, idempotency_key)
        agreed = body.consent.to(Purpose.PROSPECTING) if body.consent else None
        new = NewLead(body.interest, external_ref, body.person(), body.conversation, agreed)
        async with turns.alone(external_ref):
            known = await crm.leads(Wanted(external_ref=external_ref))
            return _shown(response, bool(known.items), views.Lead, await crm.open_lead(new))


def _external_ref(kind: str, body: bodies.Request, header: str | None) -> str:
    """The caller's own key; failing that, one which the same content always has."""
    if body.external_ref:
        return body.external_ref
    if header:
        return f"key:{header}"
    return f"{kind}:{hashlib.sha256(body.model_dump_json().encode()).hexdigest()}"


async def _person(crm: ListedCrm, contact: str | bodies.Person) -> NewContact:
    if isinstance(contact, bodies.Person):
        return contact.person()
    known = await crm.contact(contact)
    if known is None:
        raise CrmRefused(Refusal.UNKNOWN)
    return NewContact(known.name, known.phone, known.email, known.language)


def _shown(response: Response, there: bool, view: type[views.Item], record: object) -> views.Item:
    """201 for what is new, 200 for what was there already."""
    if there:
        response.status_code = 200
    return view.model_validate(record)
