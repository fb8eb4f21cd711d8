"""What the desk may count on from any CRM, our own and each vendor's."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any
from uuid import uuid4

import pytest

from actions.crm.port import (
    CallbackStatus,
    CaseStatus,
    CompanyCrm,
    CrmRefused,
    CrmUnavailable,
    NewCallback,
    NewCase,
    NewContact,
    NewLead,
    Priority,
    Refusal,
)
from bot.clock import PARIS
from tests.actions.crm.vendors.conftest import invented
from tests.actions.crm.vendors.servers import ONE_AT_A_TIME

SUMMER = datetime(2026, 10, 23, 11, 30, tzinfo=PARIS)  # 09:30 in UTC
WINTER = datetime(2026, 10, 26, 11, 30, tzinfo=PARIS)  # 10:30 in UTC
STRANGE = ["999999999", "../users/1", "x' OR 'a'='a", "é", "1?a=b#c"]


def key() -> str:
    """An idempotency key with what a query language may stumble upon."""
    return f'visite\'s "{uuid4().hex}":open:1'


def a_case(contact: NewContact, **changes: Any) -> NewCase:
    case = NewCase("Box en panne", "Le voyant est rouge depuis hier.", key(), contact)
    return replace(case, **changes)


def a_callback(contact: NewContact, **changes: Any) -> NewCallback:
    callback = NewCallback(contact.phone, SUMMER, "ma facture", key(), name=contact.name)
    return replace(callback, **changes)


def a_lead(contact: NewContact, **changes: Any) -> NewLead:
    return replace(NewLead("la fibre", key(), contact), **changes)


async def held(crm: CompanyCrm, contact: str) -> Any:
    """What the CRM holds about somebody, as it comes out of JSON."""
    return json.loads(json.dumps(await crm.export(contact)))


async def test_somebody_is_found_by_number_or_by_address(
    crm: CompanyCrm, somebody: NewContact
) -> None:
    saved = await crm.save_contact(somebody)
    assert (saved.name, saved.phone, saved.email) == (somebody.name, somebody.phone, somebody.email)
    assert [one.ref for one in await crm.find_contacts(phone=somebody.phone)] == [saved.ref]
    assert [one.ref for one in await crm.find_contacts(email=somebody.email.upper())] == [saved.ref]
    both = await crm.find_contacts(somebody.phone, somebody.email)
    assert [one.ref for one in both] == [saved.ref]


async def test_nobody_is_found_by_what_nobody_has(crm: CompanyCrm, somebody: NewContact) -> None:
    await crm.save_contact(invented())
    assert not await crm.find_contacts(phone=somebody.phone)
    assert not await crm.find_contacts(email=somebody.email)
    assert not await crm.find_contacts()


async def test_somebody_is_completed_and_never_replaced(
    crm: CompanyCrm, somebody: NewContact
) -> None:
    first = await crm.save_contact(NewContact(phone=somebody.phone))
    completed = await crm.save_contact(somebody)
    assert (completed.ref, completed.email) == (first.ref, somebody.email)
    stranger = replace(somebody, name="Autre Personne", email=invented().email)
    after = await crm.save_contact(stranger)
    assert (after.ref, after.name, after.email) == (first.ref, somebody.name, somebody.email)


async def test_an_address_alone_is_enough(crm: CompanyCrm, somebody: NewContact) -> None:
    first = await crm.save_contact(replace(somebody, phone=""))
    assert (await crm.save_contact(somebody)).ref == first.ref
    assert [one.ref for one in await crm.find_contacts(phone=somebody.phone)] == [first.ref]


async def test_a_case_is_found_again(crm: CompanyCrm, somebody: NewContact) -> None:
    new = a_case(somebody, priority=Priority.HIGH)
    case = await crm.open_case(new)
    assert (case.subject, case.external_ref) == (new.subject, new.external_ref)
    assert (case.status, case.priority) == (CaseStatus.OPEN, Priority.HIGH)
    again = await crm.case(case.ref)
    assert again is not None and again.created_at.tzinfo is not None
    assert (again.ref, again.external_ref, again.subject) == (
        case.ref,
        new.external_ref,
        new.subject,
    )
    assert (again.status, again.contact) == (CaseStatus.OPEN, case.contact)
    assert [one.ref for one in await crm.find_contacts(phone=somebody.phone)] == [case.contact]


async def test_the_same_external_ref_is_the_same_record(
    crm: CompanyCrm, somebody: NewContact
) -> None:
    case, lead, call = a_case(somebody), a_lead(somebody), a_callback(somebody)
    cases = [(await crm.open_case(case)).ref for _ in range(3)]
    leads = [(await crm.open_lead(lead)).ref for _ in range(3)]
    calls = [(await crm.book_callback(call)).ref for _ in range(3)]
    assert len(set(cases)) == len(set(leads)) == len(set(calls)) == 1
    contact = (await crm.open_case(case)).contact
    kept = await held(crm, contact)
    assert [one["ref"] for one in kept["cases"]] == cases[:1]
    assert [one["ref"] for one in kept["leads"]] == leads[:1]
    assert [one["ref"] for one in kept["callbacks"]] == calls[:1]


async def test_two_cases_of_one_person_are_two(crm: CompanyCrm, somebody: NewContact) -> None:
    one, other = await crm.open_case(a_case(somebody)), await crm.open_case(a_case(somebody))
    assert one.ref != other.ref and one.contact == other.contact


async def test_eight_at_once_are_one_record(
    crm: CompanyCrm, somebody: NewContact, request: pytest.FixtureRequest
) -> None:
    if request.node.callspec.params["crm"] in ONE_AT_A_TIME:
        pytest.skip("this vendor has no key of its own: the courier tells it one thing at a time")
    case = a_case(somebody)
    contact = (await crm.save_contact(somebody)).ref
    asked = [crm.open_case(case) for _ in range(8)]
    for answer in await asyncio.gather(*asked, return_exceptions=True):
        if isinstance(answer, BaseException):
            assert isinstance(answer, CrmUnavailable)
    last = await crm.open_case(case)
    assert [one["ref"] for one in (await held(crm, contact))["cases"]] == [last.ref]


async def test_a_note_is_added_once(crm: CompanyCrm, somebody: NewContact) -> None:
    case = await crm.open_case(a_case(somebody))
    note, text = key(), "Il clignote « toujours »\nen rouge <b>vif</b>."
    await crm.add_note(case.ref, text, note)
    await crm.add_note(case.ref, text, note)
    await crm.add_note(case.ref, "et autre chose", key())
    notes = json.dumps((await held(crm, case.contact))["notes"], ensure_ascii=False)
    assert notes.count("clignote") == notes.count("autre chose") == 1


@pytest.mark.parametrize("start", [SUMMER, WINTER, SUMMER.astimezone(timezone.utc)])
async def test_a_callback_is_at_its_hour_in_summer_and_in_winter(
    crm: CompanyCrm, somebody: NewContact, start: datetime
) -> None:
    new = a_callback(somebody, start=start)
    booked = await crm.book_callback(new)
    assert (booked.start, booked.status) == (start, CallbackStatus.BOOKED)
    assert booked.end - booked.start == timedelta(minutes=30)
    again = await crm.book_callback(new)
    assert (again.ref, again.start) == (booked.ref, start) and again.start.tzinfo is not None
    kept = (await held(crm, booked.contact))["callbacks"]
    assert [datetime.fromisoformat(one["start"].replace("Z", "+00:00")) for one in kept] == [start]


async def test_a_callback_is_moved_over_the_night_of_winter_time(
    crm: CompanyCrm, somebody: NewContact
) -> None:
    new, move = a_callback(somebody), key()
    booked = await crm.book_callback(new)
    for _ in range(2):
        moved = await crm.move_callback(booked.ref, WINTER, move)
        assert (moved.ref, moved.start, moved.status) == (booked.ref, WINTER, CallbackStatus.MOVED)
    again = await crm.book_callback(new)
    assert (again.ref, again.start) == (booked.ref, WINTER)


async def test_a_callback_is_cancelled_and_can_be_booked_again(
    crm: CompanyCrm, somebody: NewContact
) -> None:
    new = a_callback(somebody)
    booked = await crm.book_callback(new)
    for _ in range(2):
        assert (await crm.cancel_callback(booked.ref)).status is CallbackStatus.CANCELLED
    with pytest.raises(CrmRefused) as refused:
        await crm.move_callback(booked.ref, WINTER, key())
    assert refused.value.reason is Refusal.NOT_OPEN
    again = await crm.book_callback(new)
    assert (again.ref, again.status) == (booked.ref, CallbackStatus.BOOKED)


@pytest.mark.parametrize("ref", STRANGE)
async def test_what_is_unknown_is_none_or_refused(crm: CompanyCrm, ref: str) -> None:
    assert await crm.case(ref) is None
    assert await crm.export(ref) == {}
    assert await crm.erase(ref) == 0
    for ask in (
        crm.add_note(ref, "perdu", key()),
        crm.move_callback(ref, WINTER, key()),
        crm.cancel_callback(ref),
    ):
        with pytest.raises(CrmRefused) as refused:
            await ask
        assert refused.value.reason is Refusal.UNKNOWN


async def test_a_person_is_exported_whole_and_forgotten(
    crm: CompanyCrm, somebody: NewContact
) -> None:
    lead, case = await crm.open_lead(a_lead(somebody)), await crm.open_case(a_case(somebody))
    call = await crm.book_callback(a_callback(somebody))
    assert lead.contact == case.contact == call.contact
    kept = await held(crm, case.contact)
    assert kept["contact"]["phone"] == somebody.phone
    for kind, ref in (("cases", case.ref), ("leads", lead.ref), ("callbacks", call.ref)):
        assert [one["ref"] for one in kept[kind]] == [ref]
    assert await crm.erase(case.contact) >= 4
    left = json.dumps(await held(crm, case.contact))
    for personal in (somebody.name, somebody.phone[1:], somebody.email, "rouge", "facture"):
        assert personal not in left
    assert not await crm.find_contacts(somebody.phone, somebody.email)
    assert await crm.erase(case.contact) == 0


async def test_somebody_else_is_not_forgotten(crm: CompanyCrm, somebody: NewContact) -> None:
    other = await crm.open_case(a_case(invented()))
    await crm.erase((await crm.open_case(a_case(somebody))).contact)
    again = await crm.case(other.ref)
    assert again is not None and again.contact == other.contact
    assert [one["ref"] for one in (await held(crm, other.contact))["cases"]] == [other.ref]
