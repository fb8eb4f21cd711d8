"""Whose answer an answer is: what stands before a vendor refuses nothing and knows of nobody."""

from __future__ import annotations

import pytest

from actions.crm.port import CrmUnavailable, NewContact
from tests.actions.crm.vendors.conftest import Connect
from tests.actions.crm.vendors.line import Fault, Line, says
from tests.actions.crm.vendors.test_contract import a_case
from tests.actions.crm.vendors.test_faults import DOING, NEW, PAGE, REFUSES_IN_XML, failure

EMPTY = (400, 403, 404)
NOT_THERE = b'{"hint": "no route and no healthy upstream"}'


@pytest.mark.parametrize("status", EMPTY)
async def test_an_empty_answer_refuses_nothing(
    connect: Connect, line: Line, status: int, somebody: NewContact
) -> None:
    line.fails(says(status))
    why = await failure(connect().open_case(a_case(somebody)))
    assert isinstance(why, CrmUnavailable) and not why.locked_out


@pytest.mark.parametrize("body", [PAGE, b"", b"404", b'"Not Found"'])
async def test_a_page_does_not_say_that_somebody_is_not_there(
    connect: Connect, line: Line, body: bytes, somebody: NewContact
) -> None:
    """Neither an erasure nor a look-up ends on what something in between knows nothing of."""
    case = await connect().open_case(a_case(somebody))
    line.fails(says(404, body, content_type="text/html"))
    crm = connect()
    for ask in (crm.erase(case.contact), crm.case(case.ref), crm.export(case.contact)):
        assert isinstance(await failure(ask), CrmUnavailable)
    line.heals()
    assert await connect().case(case.ref) is not None
    assert await connect().erase(case.contact) >= 2


async def test_json_of_another_does_not_say_that_somebody_is_not_there(
    connect: Connect, line: Line, somebody: NewContact, request: pytest.FixtureRequest
) -> None:
    """Where any object may be an answer of the CRM's own, it is believed."""
    case = await connect().open_case(a_case(somebody))
    line.fails(says(404, NOT_THERE, content_type="application/json"))
    crm = connect()
    if request.node.callspec.params["account"] in ("webhook", "espocrm"):
        assert await crm.case(case.ref) is None
        return
    for ask in (crm.erase(case.contact), crm.case(case.ref)):
        assert isinstance(await failure(ask), CrmUnavailable)


async def test_a_permission_that_was_lost_locks_us_out(
    connect: Connect, line: Line, somebody: NewContact, request: pytest.FixtureRequest
) -> None:
    """The vendor's own 403: every delivery would be refused, and one person can mend it."""
    line.fails(request.getfixturevalue("forbids"))
    for kind, ask in DOING.items():
        why = await failure(ask(connect(), NEW[kind](somebody)))
        assert isinstance(why, CrmUnavailable) and why.locked_out
        assert "403" in str(why)


@pytest.fixture
def forbids(request: pytest.FixtureRequest) -> Fault:
    """How each vendor says that something is forbidden."""
    name = request.node.callspec.params["account"]
    if name == "odoo":
        fault = REFUSES_IN_XML.replace(b"<int>2<", b"<int>4<")
        return says(200, fault, content_type="text/xml")
    if name == "espocrm":
        return says(403, X_Status_Reason="No create access")
    bodies = {
        "salesforce": b'[{"errorCode": "API_CURRENTLY_DISABLED", "message": "no"}]',
        "hubspot": b'{"status": "error", "category": "MISSING_SCOPES", "message": "no"}',
        "zendesk": b'{"error": "Forbidden", "description": "no"}',
    }
    return says(403, bodies.get(name, b'{"message": "Forbidden"}'), content_type="application/json")
