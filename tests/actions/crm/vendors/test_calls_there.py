"""What a colleague of the company does to a call in their own CRM, and what they read of ours."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from actions.crm.calls import CallEnd
from actions.crm.port import CallbackStatus, CallState, Kind
from actions.crm.vendors import vendor
from bot.clock import PARIS
from tests.actions.crm.vendors import (
    espocrm_server,
    hubspot_server,
    odoo_server,
    salesforce_server,
    webhook_server,
    zendesk_server,
)
from tests.actions.crm.vendors.conftest import invented
from tests.actions.crm.vendors.test_contract import SUMMER, a_callback, a_lead
from tests.actions.crm.vendors.test_contract_calls import CALL, OFFERS

BOOKED, DONE = CallbackStatus.BOOKED, CallbackStatus.DONE
BY_HAND: dict[str, Any] = {
    "espocrm": espocrm_server,
    "odoo": odoo_server,
    "salesforce": salesforce_server,
    "hubspot": hubspot_server,
    "zendesk": zendesk_server,
    "webhook": webhook_server,
}


def kept(server: Any) -> str:
    """Everything that a server holds, as one text."""
    told = ("events", "headers", "_done", "_keys")  # what was asked, beside what is held
    held = {name: value for name, value in vars(server).items() if name not in told}
    return json.dumps(held, default=str, ensure_ascii=False).replace("&amp;", "&")


@pytest.mark.parametrize("name", BY_HAND)
async def test_an_adviser_reads_what_was_agreed_to_and_how_the_call_ended(name: str) -> None:
    server, somebody = BY_HAND[name].Server(), invented()
    with BY_HAND[name].served(server) as account:
        crm = vendor(name, account)
        call = await crm.book_callback(a_callback(somebody, consent=CALL))
        lead = await crm.open_lead(a_lead(somebody, consent=OFFERS))
        await crm.remark(Kind.LEAD, lead.ref, "Accord retiré : offres (prospecting)")
        await crm.remark(Kind.LEAD, lead.ref, "Accord retiré : offres (prospecting)")
        await crm.close_callback(call.ref, CallEnd.WRONG_NUMBER)
        await crm.close()
    told = kept(server)
    if name == "webhook":  # it has the facts, and says them in its own words
        assert CALL.text.replace("\n", "\\n") in told and OFFERS.text in told
        assert '"given_at": "2026-10-23T09:30:00Z"' in told and '"wrong_number"' in told
    else:
        proof = "Accord : rappel (callback) · 2026-10-23T09:30:00Z · web · « On vous rappelle {start} ? »"
        assert proof in told
        assert "Accord : offres (prospecting) · 2026-10-26T10:30:00Z · voice" in told
        assert "Issue : mauvais numéro (wrong_number)" in told
    assert told.count("Accord retiré : offres (prospecting)") == 1


@pytest.mark.parametrize("archives", [False, True])
async def test_an_activity_that_is_ticked_off_at_odoo_is_a_call_that_was_made(
    archives: bool,
) -> None:
    server = odoo_server.Server(archives)
    with odoo_server.served(server) as account:
        crm = vendor("odoo", account)
        ref = (await crm.book_callback(a_callback(invented()))).ref
        assert await crm.callback_state(ref) == CallState(BOOKED, SUMMER)
        (activity,) = server.rows["mail.activity"]
        server.do_action_feedback("mail.activity", [activity], "fait")
        assert await crm.callback_state(ref) == CallState(DONE, SUMMER)
        await crm.close()


async def test_a_task_that_is_moved_to_another_day_at_salesforce_keeps_its_hour() -> None:
    server = salesforce_server.Server()
    with salesforce_server.served(server) as account:
        crm = vendor("salesforce", account)
        ref = (await crm.book_callback(a_callback(invented()))).ref
        server.rows["Task"][ref]["ActivityDate"] = "2026-10-27"  # it is winter time by then
        there = datetime(2026, 10, 27, SUMMER.hour, SUMMER.minute, tzinfo=PARIS)
        assert await crm.callback_state(ref) == CallState(BOOKED, there)
        server.rows["Task"][ref]["ReminderDateTime"] = None
        assert await crm.callback_state(ref) == CallState(BOOKED, None)
        await crm.close()


async def test_a_call_whose_hour_was_taken_away_has_none() -> None:
    desk, hub = zendesk_server.Server(), hubspot_server.Server()
    with zendesk_server.served(desk) as at_zendesk, hubspot_server.served(hub) as at_hubspot:
        for name, account in (("zendesk", at_zendesk), ("hubspot", at_hubspot)):
            crm = vendor(name, account)
            ref = (await crm.book_callback(a_callback(invented()))).ref
            if name == "zendesk":
                desk.tickets[int(ref)]["due_at"] = None
            else:
                hub.rows["tasks"][ref]["properties"]["hs_timestamp"] = ""
            assert await crm.callback_state(ref) == CallState(BOOKED, None)
            await crm.close()


@pytest.mark.parametrize(
    "answer", [{}, {"status": "pending"}, {"status": "booked", "start": "soon"}]
)
async def test_an_endpoint_that_says_nothing_of_a_call_cannot_tell(answer: dict[str, str]) -> None:
    server = webhook_server.Server()
    with webhook_server.served(server) as account:
        crm = vendor("webhook", account)
        ref = (await crm.book_callback(a_callback(invented()))).ref
        server._records[ref].update({"status": "", **answer})
        assert await crm.callback_state(ref) is None
        server.unheard.add("callback.state")
        assert await crm.callback_state(ref) is None
        await crm.close()


async def test_a_moment_of_an_endpoint_may_have_another_zone() -> None:
    server = webhook_server.Server()
    with webhook_server.served(server) as account:
        crm = vendor("webhook", account)
        ref = (await crm.book_callback(a_callback(invented()))).ref
        later = SUMMER + timedelta(hours=2)
        server._records[ref].update(status="moved", start=later.isoformat())
        assert await crm.callback_state(ref) == CallState(BOOKED, later)
        await crm.close()
