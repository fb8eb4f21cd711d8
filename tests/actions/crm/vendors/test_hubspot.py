"""What is peculiar to HubSpot, against a server written by hand from its documentation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio

from actions.crm.port import CaseStatus, CrmRefused, CrmUnavailable, NewContact, Refusal
from actions.crm.vendors.account import Account
from actions.crm.vendors.hubspot import HubSpot
from tests.actions.crm.vendors.conftest import invented
from tests.actions.crm.vendors.hand_written import Refused
from tests.actions.crm.vendors.hubspot_server import FIELD, Server, error, served
from tests.actions.crm.vendors.test_contract import a_callback, a_case, a_lead, held, key

pytestmark = pytest.mark.usefixtures("october")


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def place(server: Server) -> Iterator[Account]:
    with served(server) as account:
        yield account


@pytest_asyncio.fixture
async def hubspot(place: Account) -> AsyncIterator[HubSpot]:
    adapter = HubSpot(place)
    yield adapter
    await adapter.close()


def kept(server: Server, kind: str) -> list[Any]:
    return [row["properties"] for row in server.rows[kind].values()]


def written(server: Server, **values: str) -> str:
    """A contact that the company itself wrote down."""
    ref = str(90001 + len(server.rows["contacts"]))
    made = "2026-01-01T00:00:00.000Z"
    server.rows["contacts"][ref] = {"id": ref, "properties": values, "createdAt": made}
    return ref


async def test_a_search_that_is_late_makes_nobody_and_nothing_twice(
    hubspot: HubSpot, server: Server, somebody: NewContact
) -> None:
    server.late = set()
    by_phone = replace(somebody, email="")
    case, call = a_case(by_phone), a_callback(somebody)
    first = [(await hubspot.open_case(case)).ref, (await hubspot.book_callback(call)).ref]
    again = [(await hubspot.open_case(case)).ref, (await hubspot.book_callback(call)).ref]
    await hubspot.open_lead(a_lead(by_phone))
    assert first == again
    assert [len(kept(server, kind)) for kind in ("contacts", "tickets", "tasks")] == [1, 1, 1]


async def test_what_another_delivery_made_meanwhile_is_found(
    hubspot: HubSpot, server: Server, somebody: NewContact
) -> None:
    """Our look came just before the other's write: only the unique property tells."""
    new = a_case(somebody)
    one = await hubspot.open_case(new)
    server.next = [error(404, "OBJECT_NOT_FOUND")]
    assert (await hubspot.open_case(new)).ref == one.ref
    assert len(kept(server, "tickets")) == 1


@pytest.mark.parametrize(
    ("policy", "wait"), [("SECONDLY", 1.0), ("TEN_SECONDLY_ROLLING", 10.0), ("DAILY", 3600.0)]
)
async def test_each_limit_has_its_own_patience(
    hubspot: HubSpot, server: Server, somebody: NewContact, policy: str, wait: float
) -> None:
    said = {"errorType": "RATE_LIMIT", "policyName": policy, "message": "You have reached…"}
    server.next = [Refused(429, said)]
    with pytest.raises(CrmUnavailable) as raised:
        await hubspot.open_case(a_case(somebody))
    assert raised.value.retry_after == wait and policy in str(raised.value)


async def test_an_account_that_is_moving_house_is_waited_for(
    hubspot: HubSpot, server: Server, somebody: NewContact
) -> None:
    server.next = [Refused(477, {"message": "Migration in progress"}, retry_after="600")]
    with pytest.raises(CrmUnavailable) as raised:
        await hubspot.open_case(a_case(somebody))
    assert (raised.value.retry_after, raised.value.locked_out) == (600.0, False)


async def test_an_app_without_its_scopes_is_locked_out(
    hubspot: HubSpot, server: Server, somebody: NewContact
) -> None:
    server.next = [error(403, "MISSING_SCOPES", f"for {somebody.email}")]
    with pytest.raises(CrmUnavailable) as raised:
        await hubspot.open_case(a_case(somebody))
    assert raised.value.locked_out and str(raised.value) == "HTTP 403 MISSING_SCOPES"


@pytest.mark.parametrize("form", ["+33145678901", "01 45 67 89 01", "0033145678901", "145678901"])
@pytest.mark.parametrize("field", ["phone", "mobilephone"])
async def test_a_number_is_found_however_the_company_wrote_it(
    hubspot: HubSpot, server: Server, form: str, field: str
) -> None:
    ref = written(server, **{field: form, "lastname": "Martin"})
    found = [one.ref for one in await hubspot.find_contacts(phone="+33145678901")]
    assert found == ([] if form == "145678901" else [ref])  # that may be a number of anywhere


async def test_somebody_is_found_by_an_address_that_is_not_their_first(
    hubspot: HubSpot, server: Server
) -> None:
    ref = written(server, email="neuf@exemple.fr", hs_additional_emails="vieux@exemple.fr")
    found = await hubspot.find_contacts(email="Vieux@exemple.fr")
    assert [(one.ref, one.email) for one in found] == [(ref, "vieux@exemple.fr")]


async def test_a_number_that_passed_to_somebody_else_makes_a_new_person(
    hubspot: HubSpot, server: Server, somebody: NewContact
) -> None:
    before = await hubspot.save_contact(NewContact("Ancien Client", somebody.phone))
    server.rows["contacts"][before.ref]["properties"]["phone"] = invented().phone
    after = await hubspot.save_contact(somebody)
    assert after.ref != before.ref
    assert server.rows["contacts"][before.ref]["properties"]["lastname"] == "Client"


async def test_a_delivery_that_comes_again_undoes_nothing_that_an_adviser_did(
    hubspot: HubSpot, server: Server, somebody: NewContact
) -> None:
    new = a_case(somebody)
    first = await hubspot.open_case(new)
    server.rows["tickets"][first.ref]["properties"]["hs_pipeline_stage"] = "2"
    assert (await hubspot.open_case(new)).status is CaseStatus.WAITING
    server.rows["tickets"][first.ref]["properties"]["hs_pipeline_stage"] = "4"
    assert (await hubspot.open_case(new)).status is CaseStatus.CLOSED


async def test_what_a_note_says_is_never_markup(
    hubspot: HubSpot, server: Server, somebody: NewContact
) -> None:
    case = await hubspot.open_case(a_case(somebody))
    await hubspot.add_note(case.ref, "<script>x</script>\nfin", key())
    assert kept(server, "notes")[0]["hs_note_body"] == "&lt;script&gt;x&lt;/script&gt;<br>fin"


async def test_more_records_than_a_page_are_all_told(
    hubspot: HubSpot, somebody: NewContact
) -> None:
    cases = [await hubspot.open_case(a_case(somebody)) for _ in range(5)]
    told = await held(hubspot, cases[0].contact)
    assert [one["ref"] for one in told["cases"]] == [one.ref for one in cases]


async def test_a_stage_that_does_not_exist_is_refused(place: Account, somebody: NewContact) -> None:
    adapter = HubSpot(replace(place, options={"new": "77"}))
    with pytest.raises(CrmRefused) as refused:
        await adapter.open_case(a_case(somebody))
    assert str(refused.value) == "invalid: HTTP 400 VALIDATION_ERROR"
    await adapter.close()


async def test_a_property_that_is_not_unique_is_told_of() -> None:
    with served(Server(unique=False)) as account:
        adapter = HubSpot(account)
        with pytest.raises(CrmRefused, match="not unique") as refused:
            await adapter.check()
        assert refused.value.reason is Refusal.INVALID and FIELD in str(refused.value)
        await adapter.close()
