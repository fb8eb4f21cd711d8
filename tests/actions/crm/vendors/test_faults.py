"""What becomes of a vendor's bad moments: nothing twice, nothing lost, nobody mistaken."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from actions.crm.port import CompanyCrm, CrmError, CrmRefused, CrmUnavailable, NewContact
from tests.actions.crm.vendors.conftest import Connect, invented
from tests.actions.crm.vendors.line import (
    Fault,
    Line,
    Request,
    answer_is_lost,
    never_arrives,
    refused,
    reset_after,
    says,
    stalls,
)
from tests.actions.crm.vendors.test_contract import WINTER, a_callback, a_case, a_lead, held, key

MOST_REQUESTS = 30
PAGES = (400, 403, 404, 405, 413, 422)  # of a proxy, a firewall or an ingress
REFUSES_IN_XML = b"""<?xml version='1.0'?><methodResponse><fault><value><struct>
<member><name>faultCode</name><value><int>2</int></value></member>
<member><name>faultString</name><value><string>no</string></value></member>
</struct></value></fault></methodResponse>"""
PAGE = b"<html><body>Bad gateway for camille@exemple.fr</body></html>"
DOING: dict[str, Callable[[CompanyCrm, Any], Awaitable[Any]]] = {
    "cases": lambda crm, new: crm.open_case(new),
    "leads": lambda crm, new: crm.open_lead(new),
    "callbacks": lambda crm, new: crm.book_callback(new),
}
NEW: dict[str, Callable[[NewContact], Any]] = {
    "cases": a_case,
    "leads": a_lead,
    "callbacks": a_callback,
}


async def failure(work: Awaitable[Any]) -> CrmError:
    with pytest.raises(CrmError) as raised:
        await work
    return raised.value


async def test_a_harmless_round_trip_tells_what_answered(connect: Connect) -> None:
    assert await connect().check()


async def test_a_refused_key_locks_us_out(connect: Connect, somebody: NewContact) -> None:
    crm = connect(secret="not-the-key")
    for work in (crm.check(), crm.open_case(a_case(somebody))):
        why = await failure(work)
        assert isinstance(why, CrmUnavailable) and why.locked_out


@pytest.mark.parametrize("kind", DOING)
async def test_a_busy_vendor_says_how_long_to_wait(
    connect: Connect, line: Line, kind: str, somebody: NewContact
) -> None:
    line.fails(says(429, b'{"message": "slow down"}', retry_after="7"))
    why = await failure(DOING[kind](connect(), NEW[kind](somebody)))
    assert isinstance(why, CrmUnavailable)
    assert (why.retry_after, why.locked_out) == (7.0, False)


@pytest.mark.parametrize(
    "fault",
    [
        says(500),
        says(503, b'{"message": "camille@exemple.fr is late"}'),
        says(502, PAGE, content_type="text/html"),
        says(200, PAGE, content_type="text/html"),
        says(302, location="https://login.exemple.fr/"),
        *(says(status, PAGE, content_type="text/html") for status in PAGES),
        never_arrives,
        stalls,
        refused,
        reset_after(0),
        reset_after(60),
    ],
    ids=[
        "500", "503", "page 502", "page 200", "redirection", *(f"page {one}" for one in PAGES),
        "cut", "stalled", "refused", "reset", "reset after 60 bytes",
    ],
)  # fmt: skip
async def test_a_vendor_that_is_down_may_be_asked_again(
    connect: Connect, line: Line, fault: Fault, somebody: NewContact
) -> None:
    line.fails(fault)
    why = await failure(connect(timeout=0.5).open_case(a_case(somebody)))
    assert isinstance(why, CrmUnavailable) and not why.locked_out
    line.heals()
    assert await connect().open_case(a_case(somebody))


async def test_a_failure_never_names_the_person(
    connect: Connect, line: Line, somebody: NewContact
) -> None:
    said = f'{{"message": "{somebody.name} {somebody.phone} {somebody.email} is wrong"}}'.encode()
    for status in (400, 409, 422, 500, 503):
        line.fails(says(status, said, content_type="application/json"))
        for kind, ask in DOING.items():
            why = await failure(ask(connect(), NEW[kind](somebody)))
            named = f"{why!r} {why.__cause__!r}"
            for personal in (somebody.name, somebody.phone[1:], somebody.email):
                assert personal not in named


async def test_what_is_wrong_is_refused(
    connect: Connect, line: Line, somebody: NewContact, request: pytest.FixtureRequest
) -> None:
    in_xml = request.node.callspec.params["account"] == "odoo"
    crm = connect()
    await crm.open_case(a_case(invented()))  # signed in
    line.fails(
        says(200, REFUSES_IN_XML) if in_xml else says(422, b"{}", content_type="application/json")
    )
    assert isinstance(await failure(crm.open_case(a_case(somebody))), CrmRefused)


@pytest.mark.parametrize(
    ("kind", "fault"),
    [(kind, answer_is_lost) for kind in DOING] + [("cases", says(503))],
    ids=[*DOING, "503"],
)
async def test_whatever_request_fails_the_next_try_leaves_one_record(
    connect: Connect, line: Line, kind: str, fault: Fault
) -> None:
    """Each request of the way that may write fails once, in turn."""
    line.fails(Request.passed_on)
    await DOING[kind](connect(), NEW[kind](invented()))
    writing = [nth for nth, one in enumerate(line.asked, 1) if not one.startswith("GET")]
    assert writing
    for nth in writing:
        new = NEW[kind](invented())
        line.fails(fault, nth)
        with pytest.raises(CrmUnavailable):
            await DOING[kind](connect(), new)
        line.heals()
        made = await DOING[kind](connect(), new)
        records = (await held(connect(), made.contact))[kind]
        assert [one["ref"] for one in records] == [made.ref]


async def test_a_note_whose_answer_was_lost_is_there_once(
    connect: Connect, line: Line, somebody: NewContact
) -> None:
    case = await connect().open_case(a_case(somebody))
    for nth in range(1, MOST_REQUESTS):
        note, text = key(), f"note numéro {nth}."
        line.fails(answer_is_lost, nth)
        try:
            await connect().add_note(case.ref, text, note)
        except CrmUnavailable:
            line.heals()
            await connect().add_note(case.ref, text, note)
        line.heals()
        notes = (await held(connect(), case.contact))["notes"]
        assert sum(text in str(one) for one in notes) == 1
        if not line.struck:
            break
    assert nth > 1


async def test_a_move_whose_answer_was_lost_is_made_once(
    connect: Connect, line: Line, somebody: NewContact
) -> None:
    booked = await connect().book_callback(a_callback(somebody))
    move = key()
    line.fails(answer_is_lost)
    assert isinstance(
        await failure(connect().move_callback(booked.ref, WINTER, move)), CrmUnavailable
    )
    line.heals()
    moved = await connect().move_callback(booked.ref, WINTER, move)
    assert (moved.ref, moved.start) == (booked.ref, WINTER)
    assert len((await held(connect(), booked.contact))["callbacks"]) == 1


async def test_a_vendor_that_ignores_the_filter_leads_to_nobody_else(
    connect: Connect, line: Line, somebody: NewContact
) -> None:
    """Whatever is asked, the answers are those about another person."""
    other = invented()
    await connect().open_case(a_case(other))
    for asked, wanted in (
        ({"phone": other.phone}, {"phone": somebody.phone}),
        ({"email": other.email}, {"email": somebody.email}),
    ):
        line.remembers()
        assert await connect().find_contacts(**asked)
        line.repeats()
        assert not await connect().find_contacts(**wanted)
        line.heals()
