"""What Request Tracker alone does: queues without our field, its agents' states, its own staff."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
import pytest_asyncio

from actions.crm.port import CallbackStatus, CaseStatus, CrmRefused, CrmUnavailable, NewContact
from actions.crm.vendors.account import Account
from actions.crm.vendors.request_tracker import RequestTracker
from tests.actions.crm.vendors.line import Answer, Request, line_to
from tests.actions.crm.vendors.test_contract import SUMMER, a_callback, a_case, held


@pytest.fixture
def rt(accounts: Callable[[str], Account]) -> Account:
    return accounts("request_tracker")


@pytest_asyncio.fixture
async def crm(rt: Account) -> AsyncIterator[RequestTracker]:
    adapter = RequestTracker(rt)
    yield adapter
    await adapter.close()


def asked_of(rt: Account, method: str, path: str, **more: Any) -> Any:
    """What a colleague does there."""
    signed = {"Authorization": f"token {rt.secret}"}
    answer = httpx.request(method, f"{rt.url}/REST/2.0{path}", headers=signed, timeout=60, **more)
    assert answer.is_success, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"queue": "Bare"}, "queue Bare has no field ExternalRef"),
        ({"field": "Nothing"}, "queue Support has no field Nothing"),
        ({"lead_queue": "Nowhere/1"}, "no queue Nowhere/1"),
    ],
)
async def test_what_is_not_there_is_named(rt: Account, options: dict[str, str], said: str) -> None:
    adapter = RequestTracker(replace(rt, options=options))
    with pytest.raises(CrmUnavailable, match=said) as why:
        await adapter.check()
    assert why.value.locked_out
    await adapter.close()


async def test_a_ticket_is_never_made_where_it_could_not_be_found_again(
    rt: Account, somebody: NewContact
) -> None:
    adapter = RequestTracker(replace(rt, options={"queue": "Bare"}))
    with pytest.raises(CrmUnavailable):
        await adapter.open_case(a_case(somebody))
    await adapter.close()
    bare = {"query": "Queue = 'Bare'"}
    assert asked_of(rt, "GET", "/tickets", params=bare)["total"] == 0


async def test_what_an_agent_did_is_seen(
    crm: RequestTracker, rt: Account, somebody: NewContact
) -> None:
    case = await crm.open_case(a_case(somebody, due=SUMMER))
    assert case.due == SUMMER
    for status, seen in (
        ("open", CaseStatus.OPEN),
        ("stalled", CaseStatus.WAITING),
        ("resolved", CaseStatus.RESOLVED),
        ("rejected", CaseStatus.CLOSED),
    ):
        asked_of(rt, "PUT", f"/ticket/{case.ref}", json={"Status": status})
        now = await crm.case(case.ref)
        assert now is not None and now.status is seen


async def test_a_call_that_was_made_is_neither_moved_nor_cancelled(
    crm: RequestTracker, rt: Account, somebody: NewContact
) -> None:
    call = await crm.book_callback(a_callback(somebody))
    asked_of(rt, "PUT", f"/ticket/{call.ref}", json={"Status": "resolved"})
    for work in (crm.move_callback(call.ref, SUMMER, "move"), crm.cancel_callback(call.ref)):
        with pytest.raises(CrmRefused):
            await work
    assert (
        await crm.book_callback(a_callback(somebody, external_ref=call.external_ref))
    ).status is CallbackStatus.DONE


async def test_a_case_that_went_to_another_queue_is_still_the_one(
    crm: RequestTracker, rt: Account, somebody: NewContact
) -> None:
    new = a_case(somebody)
    case = await crm.open_case(new)
    asked_of(rt, "PUT", f"/ticket/{case.ref}", json={"Queue": "Leads"})
    assert (await crm.open_case(new)).ref == case.ref


@pytest.mark.parametrize(
    "way", ["{0}", "0{1}", "0{1[0]} {1[1]}{1[2]} {1[3]}{1[4]} {1[5]}{1[6]} {1[7]}{1[8]}"]
)
async def test_somebody_of_the_companys_own_is_found_by_the_number_on_their_tickets(
    crm: RequestTracker, rt: Account, somebody: NewContact, way: str
) -> None:
    national = somebody.phone[3:]
    user = {
        "Name": somebody.email,
        "EmailAddress": somebody.email,
        "MobilePhone": way.format(somebody.phone, national),
    }
    asked_of(rt, "POST", "/user", json=user)
    asked_of(
        rt,
        "POST",
        "/ticket",
        json={"Queue": "Support", "Subject": "x", "Requestor": somebody.email},
    )
    found = await crm.find_contacts(phone=somebody.phone)
    assert [one.email for one in found] == [somebody.email]


async def test_the_companys_staff_are_not_forgotten(crm: RequestTracker) -> None:
    with pytest.raises(CrmRefused):
        await crm.erase("14")


@pytest.mark.parametrize(("others", "locked_out"), [(True, False), (False, True)])
async def test_a_ticket_of_a_closed_queue_is_told_from_a_right_that_was_taken_away(
    rt: Account, somebody: NewContact, others: bool, locked_out: bool
) -> None:
    """Without ShowTicket RT lists no ticket at all; a queue of somebody else hides its own."""

    def answers(request: Request) -> Answer:
        if request.key == "GET /REST/2.0/tickets":
            seen = request.passed_on() if others and "id+%3E+0" in request.path else None
            return seen or Answer(200, b'{"items": [], "total": 0}')
        return Answer(403, b'{"message": "Forbidden"}', {"Content-Type": "application/json"})

    with line_to(rt.url) as line:
        adapter = RequestTracker(replace(rt, url=line.url))
        await adapter.open_case(a_case(somebody))
        line.fails(answers)
        with pytest.raises(CrmUnavailable if locked_out else CrmRefused, match="HTTP 403"):
            await adapter.add_note("1", "perdu", "note")
        await adapter.close()


async def test_a_right_that_was_taken_away_makes_no_ticket_twice(
    rt: Account, somebody: NewContact
) -> None:
    def hides(request: Request) -> Answer:
        none = request.key == "GET /REST/2.0/tickets"
        return Answer(200, b'{"items": [], "total": 0}') if none else request.passed_on()

    new = a_case(somebody)
    with line_to(rt.url) as line:
        adapter = RequestTracker(replace(rt, url=line.url))
        line.fails(hides)
        for said in ("cannot be found", "HTTP 403", "HTTP 403"):
            with pytest.raises(CrmUnavailable, match=said):
                await adapter.open_case(new)
        line.heals()
        made = await adapter.open_case(new)
        assert [one["ref"] for one in (await held(adapter, made.contact))["cases"]] == [made.ref]
        await adapter.close()


async def test_two_couriers_at_once_leave_one_ticket(rt: Account, somebody: NewContact) -> None:
    """RT has no key of its own: of two that see nothing, the later one takes its ticket back."""
    new = a_case(somebody)
    couriers = [RequestTracker(rt) for _ in range(4)]
    await couriers[0].save_contact(somebody)
    made = await asyncio.gather(*(one.open_case(new) for one in couriers), return_exceptions=True)
    last = await couriers[0].open_case(new)
    assert {one.ref for one in made if not isinstance(one, BaseException)} <= {last.ref}
    held: Any = await couriers[0].export(last.contact)
    assert [one["ref"] for one in held["cases"]] == [last.ref]
    for one in couriers:
        await one.close()


async def test_a_name_and_a_password_serve_as_well(rt: Account) -> None:
    basic = RequestTracker(replace(rt, user="guichet", secret="a-password-of-tests"))
    assert (await basic.check()).startswith("Request Tracker 5.")
    await basic.close()
