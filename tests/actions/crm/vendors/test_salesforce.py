"""What is peculiar to Salesforce, against a server written by hand from its documentation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from actions.crm.port import CrmRefused, CrmUnavailable, NewContact, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.salesforce import Salesforce
from actions.crm.vendors.salesforce.limit import AT_ONCE, REST
from actions.crm.vendors.salesforce.records import TASK
from bot.clock import PARIS
from tests.actions.crm.vendors.conftest import invented
from tests.actions.crm.vendors.hand_written import Refused
from tests.actions.crm.vendors.line import Answer, Request, line_to
from tests.actions.crm.vendors.salesforce_server import FIELD, Server, error, served
from tests.actions.crm.vendors.test_contract import a_callback, a_case, a_lead, held

pytestmark = pytest.mark.usefixtures("october")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def place(server: Server) -> Iterator[Account]:
    with served(server) as account:
        yield account


@pytest_asyncio.fixture
async def salesforce(place: Account) -> AsyncIterator[Salesforce]:
    adapter = Salesforce(place)
    yield adapter
    await adapter.close()


def kept(server: Server, kind: str) -> list[Any]:
    return list(server.rows[kind].values())


def written(server: Server, **values: Any) -> str:
    """A contact that the company itself wrote down."""
    row = {"Id": f"003{len(server.rows['Contact']):012d}CCC", "FirstName": None, "LastName": "Martin", "Email": None, "Phone": None, "MobilePhone": None, FIELD: None, "CreatedDate": "2026-01-01T00:00:00.000+0000", **values}  # fmt: skip
    server.rows["Contact"][row["Id"]] = row
    return str(row["Id"])


async def test_a_session_that_ended_is_begun_again(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    first = await salesforce.open_case(a_case(somebody))
    server.expire()
    assert await salesforce.case(first.ref) == replace(first, category="other", conversation="")


async def test_a_case_is_known_by_the_number_that_people_read(
    salesforce: Salesforce, somebody: NewContact
) -> None:
    assert (await salesforce.open_case(a_case(somebody))).ref.isdigit()


async def test_the_days_last_request_is_followed_by_patience(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    server.left = 0
    with pytest.raises(CrmUnavailable) as raised:
        await salesforce.open_case(a_case(somebody))
    assert "REQUEST_LIMIT_EXCEEDED" in str(raised.value) and not raised.value.locked_out
    assert raised.value.retry_after and raised.value.retry_after > 60


async def test_a_delivery_that_comes_again_undoes_nothing_that_an_adviser_did(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    new = a_case(somebody)
    await salesforce.open_case(new)
    kept(server, "Case")[0].update(Status="Working", Subject="Fibre coupée")
    again = await salesforce.open_case(new)
    assert again.subject == "Fibre coupée"
    assert kept(server, "Case")[0]["Status"] == "Working"


async def test_two_records_with_one_key_are_a_conflict(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    new = a_case(somebody)
    await salesforce.open_case(new)
    twin = {**kept(server, "Case")[0], "Id": "500000000000999AAA"}
    server.rows["Case"][twin["Id"]] = twin
    with pytest.raises(CrmRefused) as refused:
        await salesforce.open_case(new)
    assert refused.value.reason is Refusal.CONFLICT and "HTTP 300" in str(refused.value)


@pytest.mark.parametrize("number", ["{0}", "0{1}", "0{2}", "+33 (0){2}", "0033{1}"])
@pytest.mark.parametrize("field", ["Phone", "MobilePhone"])
async def test_a_number_is_found_however_the_company_wrote_it(
    salesforce: Salesforce, server: Server, number: str, field: str
) -> None:
    somebody = NewContact(phone="+33145678901")
    form = number.format(somebody.phone, "145678901", "1 45 67 89 01")
    other = {"Phone": "MobilePhone", "MobilePhone": "Phone"}[field]
    ref = written(server, **{field: form, other: "+33100000000"})
    assert [one.ref for one in await salesforce.find_contacts(phone=somebody.phone)] == [ref]


async def test_a_number_that_only_ends_the_same_is_nobodys(
    salesforce: Salesforce, server: Server
) -> None:
    written(server, Phone="+44 145678901")
    assert not await salesforce.find_contacts(phone="+33145678901")


async def test_a_namesake_whom_a_rule_suspects_is_still_somebody_else(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    one = await salesforce.save_contact(somebody)
    other = await salesforce.save_contact(replace(invented(), name=somebody.name))
    assert one.ref != other.ref and len(kept(server, "Contact")) == 2


async def test_a_number_that_passed_to_somebody_else_makes_a_new_person(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    """The company changed the number of the one whom we made."""
    before = await salesforce.save_contact(NewContact("Ancien Client", somebody.phone))
    server.rows["Contact"][before.ref]["MobilePhone"] = invented().phone
    after = await salesforce.save_contact(somebody)
    assert after.ref != before.ref
    assert server.rows["Contact"][before.ref]["LastName"] == "Client"


async def test_a_late_call_is_on_the_day_that_it_is_in_paris(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    start = datetime(2026, 10, 27, 0, 15, tzinfo=PARIS)
    await salesforce.book_callback(a_callback(somebody, start=start))
    task = kept(server, "Task")[0]
    assert (task["ActivityDate"], task["ReminderDateTime"]) == (
        "2026-10-27",
        "2026-10-26T23:15:00Z",
    )
    assert task["TaskSubtype"] == "Call" and somebody.phone in task["Description"]


async def test_long_words_are_cut_to_what_a_field_holds(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    await salesforce.open_case(a_case(somebody, subject="é" * 300, description="x" * 40000))
    await salesforce.open_lead(a_lead(replace(invented(), name="Jean " + "M" * 100)))
    assert len(kept(server, "Case")[0]["Subject"]) == 255


async def test_a_refusal_tells_the_code_and_nothing_that_was_written(
    salesforce: Salesforce, somebody: NewContact
) -> None:
    wrong = replace(somebody, email="camille@" + "x" * 90 + ".fr")
    with pytest.raises(CrmRefused) as refused:
        await salesforce.open_case(a_case(wrong))
    assert str(refused.value) == "invalid: HTTP 400 STRING_TOO_LONG"


async def test_an_organisation_without_our_field_is_told_so() -> None:
    with served(Server(external=False)) as account:
        adapter = Salesforce(account)
        with pytest.raises(CrmRefused, match=r"Contact\.VB_Ref__c"):
            await adapter.check()
        await adapter.close()


@pytest.mark.parametrize(
    ("status", "code", "locked_out"),
    [
        (400, "UNABLE_TO_LOCK_ROW", False),
        (403, "API_DISABLED_FOR_ORG", True),
        (403, "API_CURRENTLY_DISABLED", True),
        (403, "INSUFFICIENT_ACCESS", True),
        (503, "SERVER_UNAVAILABLE", False),
    ],
)
async def test_what_may_pass_is_told_from_what_somebody_must_mend(
    salesforce: Salesforce,
    server: Server,
    somebody: NewContact,
    status: int,
    code: str,
    locked_out: bool,
) -> None:
    server.next = [error(status, code, f"for {somebody.email}")]
    with pytest.raises(CrmUnavailable) as raised:
        await salesforce.open_case(a_case(somebody))
    assert (str(raised.value), raised.value.locked_out) == (f"HTTP {status} {code}", locked_out)


@pytest.mark.parametrize("used", [15000 * 95 // 100, 14999])
async def test_near_the_days_limit_the_desk_slows_down_and_leaves_the_rest_to_others(
    salesforce: Salesforce, server: Server, somebody: NewContact, used: int
) -> None:
    server.left = 15000 - used
    await salesforce.case("1")  # tells how the day stands
    answered = server.left
    with pytest.raises(CrmUnavailable, match="near the day's limit") as raised:
        for _ in range(AT_ONCE + 1):
            server.left = max(server.left, 10)
            await salesforce.case("1")
    assert raised.value.retry_after == pytest.approx(REST, abs=5) and not raised.value.locked_out
    assert answered >= 0


async def test_a_lead_that_became_a_contact_is_left_to_a_person_and_everything_else_is_erased(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    case = await salesforce.open_case(a_case(somebody))
    await salesforce.book_callback(a_callback(somebody))
    for _ in range(3):
        await salesforce.open_lead(a_lead(somebody))
    converted, *others = kept(server, "Lead")
    converted["IsConverted"] = True
    with pytest.raises(CrmRefused) as refused:
        await salesforce.erase(case.contact)
    assert str(refused.value) == "invalid: not erased: 1x Lead IsConverted"
    assert converted["Email"] == somebody.email
    left = str([*others, server.rows["Contact"], server.rows["Case"], server.rows["Task"]])
    for personal in (somebody.name, somebody.phone[1:], somebody.email, "rouge", "facture"):
        assert personal not in left


async def test_what_is_left_is_told_also_when_the_last_answer_is_lost(
    place: Account, server: Server, somebody: NewContact
) -> None:
    with line_to(place.url) as line:
        adapter = Salesforce(replace(place, url=line.url))
        lead = await adapter.open_lead(a_lead(somebody))
        kept(server, "Lead")[0]["IsConverted"] = True

        def fault(request: Request) -> Answer | None:
            answer = request.passed_on()
            return None if request.key.startswith("PATCH") else answer

        line.fails(fault)
        with pytest.raises(CrmRefused, match="1x Lead IsConverted, 1x Contact"):
            await adapter.erase(lead.contact)
        await adapter.close()


async def test_what_is_locked_there_holds_up_nothing_else(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    """Such as a case in an approval, and a task that somebody deleted meanwhile."""
    case = await salesforce.open_case(a_case(somebody))
    booked = await salesforce.book_callback(a_callback(somebody))
    whole, refuse = server._update, {"Case": "ENTITY_IS_LOCKED", "Task": "ENTITY_IS_DELETED"}

    def update(kind: str, row: Any, values: Any) -> None:
        if kind in refuse:
            raise error(404 if kind == "Task" else 400, refuse[kind], somebody.email)
        whole(kind, row, values)

    server._update = update  # type: ignore[method-assign]
    with pytest.raises(CrmRefused) as refused:
        await salesforce.erase(case.contact)
    assert str(refused.value) == "invalid: not erased: 1x Case ENTITY_IS_LOCKED"
    assert server.rows["Contact"][booked.contact]["Email"] is None


async def test_a_task_that_was_archived_is_told_and_forgotten(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    booked = await salesforce.book_callback(a_callback(somebody))
    await salesforce.book_callback(a_callback(somebody))
    archived, deleted = kept(server, "Task")
    archived["IsArchived"], deleted["IsDeleted"] = True, True
    told = await held(salesforce, booked.contact)
    assert [one["ref"] for one in told["callbacks"]] == [booked.ref]
    assert await salesforce.erase(booked.contact) == 2
    assert archived["Description"] is None


async def test_one_record_that_is_not_ours_to_change_is_a_refusal(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    booked = await salesforce.book_callback(a_callback(somebody))
    row = Refused(200, server._shown("Task", kept(server, "Task")[0], ["Id", *TASK, FIELD]))
    server.next = [row, error(403, "INSUFFICIENT_ACCESS_OR_READONLY")]
    with pytest.raises(CrmRefused, match="INSUFFICIENT_ACCESS_OR_READONLY"):
        await salesforce.cancel_callback(booked.ref)


async def test_what_another_delivery_made_meanwhile_is_found(
    salesforce: Salesforce, server: Server, somebody: NewContact
) -> None:
    """Both looked before either wrote; the second write meets the first one's key."""
    new = a_callback(somebody)
    one = await salesforce.book_callback(new)
    server.next = [error(404, "NOT_FOUND")]
    assert (await salesforce.book_callback(new)).ref == one.ref
    assert len(kept(server, "Task")) == 1
