"""What is peculiar to the webhook: what it posts, and what it makes of no answer."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta, timezone

import pytest
import pytest_asyncio

from actions.crm.port import (
    CallbackStatus,
    CaseStatus,
    CrmRefused,
    CrmUnavailable,
    NewContact,
    Refusal,
)
from actions.crm.vendors.account import Account
from actions.crm.vendors.webhook import Webhook
from tests.actions.crm.vendors.hand_written import Asked, Reply, listening
from tests.actions.crm.vendors.test_contract import SUMMER, WINTER, a_callback, a_case, a_lead, key
from tests.actions.crm.vendors.webhook_server import SECRET, Server, served

pytestmark = pytest.mark.usefixtures("october")


@pytest.fixture
def mute() -> Server:
    return Server(mute=True)


@pytest.fixture
def place(mute: Server) -> Iterator[Account]:
    with served(mute) as account:
        yield account


@pytest_asyncio.fixture
async def webhook(place: Account) -> AsyncIterator[Webhook]:
    adapter = Webhook(place)
    yield adapter
    await adapter.close()


async def test_an_endpoint_that_answers_nothing_is_enough(
    webhook: Webhook, somebody: NewContact
) -> None:
    case, call, lead = a_case(somebody), a_callback(somebody), a_lead(somebody)
    opened, booked = await webhook.open_case(case), await webhook.book_callback(call)
    assert (opened.ref, opened.status) == (case.external_ref, CaseStatus.OPEN)
    assert (booked.ref, booked.start, booked.end - booked.start) == (
        call.external_ref,
        SUMMER,
        timedelta(minutes=30),
    )
    assert (await webhook.open_lead(lead)).ref == lead.external_ref
    by_number = NewContact(phone=somebody.phone)
    assert opened.contact == booked.contact == (await webhook.save_contact(by_number)).ref
    moved = await webhook.move_callback(booked.ref, WINTER, key())
    assert (moved.start, moved.status) == (WINTER, CallbackStatus.MOVED)
    assert (await webhook.cancel_callback(booked.ref)).status is CallbackStatus.CANCELLED
    assert not await webhook.find_contacts(somebody.phone, somebody.email)
    assert await webhook.case(opened.ref) is None and await webhook.check() == "webhook"
    assert (await webhook.export("P1"), await webhook.erase("P1")) == ({}, 0)


async def test_what_is_posted_is_what_the_documentation_says(
    webhook: Webhook, mute: Server, somebody: NewContact
) -> None:
    case, call = a_case(somebody), a_callback(somebody, start=SUMMER)
    await webhook.open_case(case)
    await webhook.book_callback(call)
    opened, booked = mute.events
    assert (opened["event"], opened["external_ref"]) == ("case.open", case.external_ref)
    assert opened["data"]["contact"]["phone"] == somebody.phone
    assert (booked["data"]["start"], booked["data"]["end"]) == (
        "2026-10-23T09:30:00Z",
        "2026-10-23T10:00:00Z",
    )


async def test_one_thing_has_one_idempotency_key_however_often_it_is_posted(
    webhook: Webhook, mute: Server, somebody: NewContact
) -> None:
    one, other = a_case(somebody), a_case(somebody)
    for case in (one, one, other):
        await webhook.open_case(case)
    keys = [headers["idempotency-key"] for headers in mute.headers]
    assert keys[0] == keys[1] != keys[2] and keys[0].isascii()


async def test_a_due_date_reaches_the_endpoint(
    webhook: Webhook, mute: Server, somebody: NewContact
) -> None:
    await webhook.open_case(a_case(somebody, due=datetime(2026, 11, 2, 8, tzinfo=timezone.utc)))
    assert mute.events[0]["data"]["due"] == "2026-11-02T08:00:00Z"


@pytest.mark.parametrize(
    "body",
    [[], "ok", 3, {"status": 7, "ref": None, "priority": ["x"], "contacts": [1], "records": "x"}],
)
async def test_an_odd_answer_is_as_good_as_none(body: object, somebody: NewContact) -> None:
    def odd(_: Asked) -> Reply:
        return Reply(200, body)

    with listening(odd) as url:
        adapter = Webhook(Account(url, secret=SECRET))
        case = a_case(somebody)
        made = await adapter.open_case(case)
        assert (made.ref, made.status) == (case.external_ref, CaseStatus.OPEN)
        assert not await adapter.find_contacts(phone=somebody.phone)
        assert await adapter.erase("P1") == 0
        await adapter.close()


@pytest.mark.parametrize("reason", ["full", "past", "not_open"])
async def test_a_refusal_keeps_the_endpoints_reason(reason: str, somebody: NewContact) -> None:
    def refusing(_: Asked) -> Reply:
        return Reply(422, {"reason": reason, "message": somebody.email})

    with listening(refusing) as url:
        adapter = Webhook(Account(url, secret=SECRET))
        with pytest.raises(CrmRefused) as refused:
            await adapter.book_callback(a_callback(somebody))
        assert refused.value.reason is Refusal(reason)
        assert str(refused.value) == f"{reason}: HTTP 422"
        await adapter.close()


@pytest.mark.parametrize(
    ("said", "locked_out"), [({"reason": "invalid"}, False), ({"reason": "?"}, True), ({}, True)]
)
async def test_a_403_locks_us_out_unless_it_gives_a_reason_for_this_one(
    said: dict[str, str], locked_out: bool, somebody: NewContact
) -> None:
    with listening(lambda _: Reply(403, said)) as url:
        adapter = Webhook(Account(url, secret=SECRET))
        with pytest.raises(CrmUnavailable if locked_out else CrmRefused):
            await adapter.open_case(a_case(somebody))
        await adapter.close()
