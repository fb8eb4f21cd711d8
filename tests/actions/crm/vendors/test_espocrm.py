"""What EspoCRM alone does: namesakes, several numbers, its own unique key, fields that are not there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from actions.crm.port import CrmRefused, CrmUnavailable, NewContact
from actions.crm.vendors.account import Account
from actions.crm.vendors.espocrm import EspoCrm
from tests.actions.crm.vendors.conftest import invented
from tests.actions.crm.vendors.espocrm_server import FIELD, KEY, Server
from tests.actions.crm.vendors.hand_written import listening
from tests.actions.crm.vendors.line import line_to, says
from tests.actions.crm.vendors.test_contract import a_case


@pytest.fixture
def server() -> Server:
    return Server()


@pytest_asyncio.fixture
async def espo(server: Server) -> AsyncIterator[EspoCrm]:
    with listening(server) as url:
        crm = EspoCrm(Account(url, secret=KEY))
        yield crm
        await crm.close()


async def test_a_namesake_is_somebody_else(espo: EspoCrm, somebody: NewContact) -> None:
    first = await espo.save_contact(somebody)
    namesake = await espo.save_contact(replace(invented(), name=somebody.name))
    assert namesake.ref != first.ref


async def test_a_second_number_leads_to_its_person(
    espo: EspoCrm, server: Server, somebody: NewContact
) -> None:
    saved, second = await espo.save_contact(somebody), invented().phone
    row = server.rows["Contact"][saved.ref]
    row["phoneNumberData"] = [{"phoneNumber": somebody.phone}, {"phoneNumber": second}]
    assert [one.ref for one in await espo.find_contacts(phone=second)] == [saved.ref]


async def test_a_missing_field_is_named_and_nothing_is_written(
    espo: EspoCrm, server: Server, somebody: NewContact
) -> None:
    server.fields.remove("Case")
    for work in (espo.check(), espo.open_case(a_case(somebody))):
        with pytest.raises(CrmUnavailable, match=f"Case has no field {FIELD}") as why:
            await work
        assert why.value.locked_out
    assert not server.rows["Case"]


async def test_a_record_that_is_made_in_between_is_the_one(
    espo: EspoCrm, server: Server, somebody: NewContact
) -> None:
    """The look-up sees nothing yet; the answer to what we make is 409 and a list."""
    new = a_case(somebody)
    first = await espo.open_case(new)
    seen = server.found
    server.found = lambda entity, query: [] if entity == "Case" else seen(entity, query)  # type: ignore[method-assign]
    assert (await espo.open_case(new)).ref == first.ref


async def test_a_refusal_says_why_by_espos_word_alone(server: Server, somebody: NewContact) -> None:
    with listening(server) as url, line_to(url) as line:
        crm = EspoCrm(Account(line.url, secret=KEY))
        for said, shown in (
            ("validationFailure", "HTTP 400 validationFailure"),
            (f"{somebody.name} is wrong", "HTTP 400"),
        ):
            line.fails(says(400, b"", x_status_reason=said))
            with pytest.raises(CrmRefused) as refused:
                await crm.open_case(a_case(somebody))
            assert refused.value.detail == shown
        await crm.close()


@pytest.mark.parametrize(("others", "locked_out"), [(True, False), (False, True)])
async def test_a_record_that_is_not_ours_to_see_is_told_from_a_role_that_was_taken_away(
    espo: EspoCrm, server: Server, somebody: NewContact, others: bool, locked_out: bool
) -> None:
    case = await espo.open_case(a_case(somebody))
    server.forbidden = {("GET", "Case", case.ref)} | (set() if others else {("GET", "Case")})
    with pytest.raises(CrmUnavailable if locked_out else CrmRefused, match="HTTP 403"):
        await espo.add_note(case.ref, "perdu", "note-1")
    server.forbidden = set()
    await espo.add_note(case.ref, "perdu", "note-1")
