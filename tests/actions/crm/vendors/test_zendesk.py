"""What is peculiar to Zendesk, against a server written by hand from its documentation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from actions.crm.port import (
    CallbackStatus,
    CaseStatus,
    CrmRefused,
    CrmUnavailable,
    NewContact,
    Priority,
    Refusal,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.phrases import safe_key
from actions.crm.vendors.zendesk import Zendesk
from tests.actions.crm.vendors.conftest import invented
from tests.actions.crm.vendors.hand_written import Refused
from tests.actions.crm.vendors.test_contract import (
    WINTER,
    a_callback,
    a_case,
    a_lead,
    held,
    key,
)
from tests.actions.crm.vendors.zendesk_server import AGENT, Server, missing, served

pytestmark = pytest.mark.usefixtures("october")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def place(server: Server) -> Iterator[Account]:
    with served(server) as account:
        yield account


@pytest_asyncio.fixture
async def zendesk(place: Account) -> AsyncIterator[Zendesk]:
    adapter = Zendesk(place)
    yield adapter
    await adapter.close()


def only(server: Server) -> Any:
    (ticket,) = server.tickets.values()
    return ticket


def unseen(server: Server, number: int) -> list[Refused]:
    """The answers to so many looks that came just before the other's write."""
    return [Refused(200, {"tickets": []})] * number


async def test_a_delivery_whose_look_came_too_early_meets_the_idempotency_key(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    new = a_case(somebody)
    first = await zendesk.open_case(new)
    server.next = unseen(server, 1)
    assert (await zendesk.open_case(new)).ref == first.ref
    assert server.lookups == ["miss", "hit"] and only(server)


async def test_another_body_under_the_same_key_finds_what_the_first_made(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    new = a_case(somebody)
    first = await zendesk.open_case(new)
    server.next = unseen(server, 1)
    assert (await zendesk.open_case(replace(new, subject="Autre"))).ref == first.ref
    assert only(server)["subject"] == new.subject


async def test_a_key_of_which_nothing_came_hinders_nothing_and_makes_nothing_twice(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    """The first try was remembered and lost; meanwhile the customer's callback was moved."""
    new = a_callback(somebody)
    server.remembers(safe_key(new.external_ref))
    moved = replace(new, start=WINTER)
    first = await zendesk.book_callback(moved)
    assert first.start == WINTER and only(server)["external_id"] == safe_key(new.external_ref)
    assert (await zendesk.book_callback(moved)).ref == first.ref
    server.next = unseen(server, 1)
    assert (await zendesk.book_callback(moved)).ref == first.ref
    assert only(server)


async def test_a_ticket_that_shows_itself_late_is_the_one(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    new = a_case(somebody)
    first = await zendesk.open_case(new)
    there = {"users": [server.users[int(first.contact)]]}
    found = [Refused(200, there)] * 4
    mismatch = Refused(400, {"error": "IdempotencyMismatch"})
    server.next = [*unseen(server, 1), *found, mismatch, *unseen(server, 1)]
    assert (await zendesk.open_case(replace(new, subject="Autre"))).ref == first.ref
    assert only(server)["subject"] == new.subject


async def test_what_zendesk_finds_wrong_with_any_key_is_refused(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    ref = (await zendesk.save_contact(somebody)).ref
    there = [Refused(200, {"users": [server.users[int(ref)]]})] * 4
    wrong = Refused(400, {"error": "BadRequest"})
    server.next = [*unseen(server, 1), *there, wrong, *unseen(server, 1), wrong]
    with pytest.raises(CrmRefused, match="HTTP 400 BadRequest"):
        await zendesk.open_case(a_case(somebody))
    assert not server.tickets


async def test_a_key_that_zendesk_forgot_is_still_known_by_the_external_id(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    new, call = a_case(somebody), a_callback(somebody)
    first = (await zendesk.open_case(new)).ref, (await zendesk.book_callback(call)).ref
    server.two_hours_later()
    assert first == ((await zendesk.open_case(new)).ref, (await zendesk.book_callback(call)).ref)
    assert len(server.tickets) == 2


async def test_a_search_that_is_late_makes_nobody_twice(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    server.late = set()
    for person in (somebody, replace(somebody, email=""), replace(somebody, phone="")):
        await zendesk.open_case(a_case(person))
    assert len(server.users) == 1 and len(server.tickets) == 3


async def test_somebody_whom_no_search_shows_yet_keeps_the_name_that_they_have(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    server.late = set()
    known = await zendesk.save_contact(somebody)
    other = NewContact("Autre Nom", "", somebody.email)
    assert (await zendesk.save_contact(other)).ref == known.ref
    assert server.users[int(known.ref)]["name"] == somebody.name


async def test_a_callback_is_a_task_that_is_due_at_its_hour(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    await zendesk.book_callback(a_callback(somebody, start=WINTER))
    ticket = only(server)
    assert (ticket["type"], ticket["due_at"]) == ("task", "2026-10-26T10:30:00Z")
    assert somebody.phone in ticket["description"]


async def test_a_cancelled_callback_is_solved_and_says_so(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    booked = await zendesk.book_callback(a_callback(somebody))
    only(server)["tags"].append("vip")
    await zendesk.cancel_callback(booked.ref)
    assert only(server)["status"] == "solved" and only(server)["assignee_id"]
    assert {"vip", "guichet_rappel", "guichet_annule"} <= set(only(server)["tags"])


async def test_a_call_that_was_made_is_neither_moved_nor_cancelled(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    booked = await zendesk.book_callback(a_callback(somebody))
    only(server).update(status="solved")
    for ask in (zendesk.move_callback(booked.ref, WINTER, key()), zendesk.cancel_callback(booked.ref)):  # fmt: skip
        with pytest.raises(CrmRefused) as refused:
            await ask
        assert refused.value.reason is Refusal.NOT_OPEN
    again = await zendesk.book_callback(a_callback(somebody))
    assert again.status is CallbackStatus.BOOKED and again.ref != booked.ref


async def test_a_change_that_meets_another_is_tried_again_later(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    booked = await zendesk.book_callback(a_callback(somebody))
    stale = Refused(200, {"ticket": {**only(server), "updated_at": "2026-01-01T00:00:00Z"}})
    server.next = [stale]
    with pytest.raises(CrmUnavailable, match="HTTP 409 UpdateConflict"):
        await zendesk.move_callback(booked.ref, WINTER, key())


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("new", CaseStatus.OPEN),
        ("open", CaseStatus.OPEN),
        ("pending", CaseStatus.WAITING),
        ("hold", CaseStatus.WAITING),
        ("solved", CaseStatus.RESOLVED),
        ("closed", CaseStatus.CLOSED),
    ],
)
async def test_each_status_has_its_word(
    zendesk: Zendesk, server: Server, somebody: NewContact, theirs: str, ours: CaseStatus
) -> None:
    case = await zendesk.open_case(a_case(somebody, priority=Priority.URGENT))
    only(server)["status"] = theirs
    again = await zendesk.case(case.ref)
    assert again and (again.status, again.priority) == (ours, Priority.URGENT)


async def test_a_note_is_internal_and_its_key_is_not_in_its_words(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    case = await zendesk.open_case(a_case(somebody))
    notes = [key() for _ in range(4)]
    for note in [*notes, *notes]:
        await zendesk.add_note(case.ref, "rappeler", note)
    written = only(server)["comments"][1:]
    assert [(one["body"], one["public"]) for one in written] == [("rappeler", False)] * 4


async def test_calls_and_leads_are_told_apart_from_cases(
    zendesk: Zendesk, somebody: NewContact
) -> None:
    case, lead = await zendesk.open_case(a_case(somebody)), await zendesk.open_lead(a_lead(somebody))  # fmt: skip
    with pytest.raises(CrmRefused):
        await zendesk.cancel_callback(case.ref)
    told = await held(zendesk, case.contact)
    assert ([one["ref"] for one in told["leads"]], told["callbacks"]) == ([lead.ref], [])


async def test_an_erasure_that_was_interrupted_is_finished(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    """The user is deleted, and can still be restored: forgetting ends with the purge."""
    case = await zendesk.open_case(a_case(somebody))
    server.users[int(case.contact)]["active"] = False
    assert await zendesk.erase(case.contact) == 1
    assert somebody.email not in str(server.users) and await zendesk.erase(case.contact) == 0


async def test_a_number_that_zendesk_finds_wrong_is_refused_without_telling_it(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    wrong = {"error": "RecordInvalid", "details": {"phone": [{"description": somebody.phone}]}}
    server.next = [*unseen(server, 1), Refused(422, wrong)]
    with pytest.raises(CrmRefused) as refused:
        await zendesk.open_case(a_case(somebody))
    assert str(refused.value) == "invalid: HTTP 422 RecordInvalid"


async def test_a_number_that_passed_to_somebody_else_makes_a_new_person(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    before = await zendesk.save_contact(NewContact("Ancien Client", somebody.phone))
    server.users[int(before.ref)]["phone"] = invented().phone
    after = await zendesk.save_contact(somebody)
    assert after.ref != before.ref and server.users[int(before.ref)]["name"] == "Ancien Client"


async def test_somebody_who_is_no_agent_is_locked_out() -> None:
    with served(Server(role="end-user")) as account:
        adapter = Zendesk(replace(account, user=f"{AGENT}/token"))
        with pytest.raises(CrmUnavailable) as raised:
            await adapter.check()
        assert raised.value.locked_out
        await adapter.close()


async def test_a_ticket_that_is_gone_is_none(
    zendesk: Zendesk, server: Server, somebody: NewContact
) -> None:
    case = await zendesk.open_case(a_case(somebody))
    server.next = [missing()]
    assert await zendesk.case(case.ref) is None
