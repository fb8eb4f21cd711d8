"""What Odoo alone does: two writers at once, days without hours, faults that quote, models that lack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from xmlrpc.client import Fault

import pytest
import pytest_asyncio

from actions.crm.port import (
    CallbackStatus,
    CrmRefused,
    CrmUnavailable,
    NewContact,
    Refusal,
)
from actions.crm.vendors.odoo import Odoo
from bot.clock import PARIS
from tests.actions.crm.vendors.conftest import invented
from tests.actions.crm.vendors.line import line_to, says
from tests.actions.crm.vendors.odoo_server import FIELDS, Server, account, listening
from tests.actions.crm.vendors.test_contract import SUMMER, a_callback, a_case, held

BOMB = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>
<methodResponse><params><param><value><string>&a;</string></value></param></params></methodResponse>"""


@pytest.fixture
def server() -> Server:
    return Server()


@pytest_asyncio.fixture
async def odoo(server: Server) -> AsyncIterator[Odoo]:
    with listening(server) as url:
        crm = Odoo(account(url))
        yield crm
        await crm.close()


async def test_another_writer_is_waited_for(
    odoo: Odoo, server: Server, somebody: NewContact
) -> None:
    new, server.busy = a_case(somebody), 1
    with pytest.raises(CrmUnavailable):
        await odoo.open_case(new)
    made = await odoo.open_case(new)
    assert [int(made.ref)] == list(server.rows["project.task"])


async def test_what_a_colleague_changed_is_not_written_over(
    odoo: Odoo, server: Server, somebody: NewContact
) -> None:
    new = a_case(somebody)
    made = await odoo.open_case(new)
    server.rows["project.task"][int(made.ref)]["name"] = "Repris par Léa"
    assert (await odoo.open_case(new)).subject == "Repris par Léa"


async def test_the_day_to_call_is_the_day_in_paris(
    odoo: Odoo, server: Server, somebody: NewContact
) -> None:
    """Half past midnight in Paris is still the day before in UTC."""
    late = datetime(2026, 10, 24, 0, 30, tzinfo=PARIS)
    booked = await odoo.book_callback(a_callback(somebody, start=late))
    (activity,) = server.rows["mail.activity"].values()
    assert (booked.start, activity["date_deadline"]) == (late, "2026-10-24")
    await odoo.move_callback(booked.ref, SUMMER, "move")
    assert activity["date_deadline"] == "2026-10-23"


async def test_a_call_whose_activity_was_ticked_off_is_done(
    odoo: Odoo, server: Server, somebody: NewContact
) -> None:
    new = a_callback(somebody)
    booked = await odoo.book_callback(new)
    server.do_unlink("mail.activity", list(server.rows["mail.activity"]))
    assert (await odoo.book_callback(new)).status is CallbackStatus.DONE
    with pytest.raises(CrmRefused) as refused:
        await odoo.cancel_callback(booked.ref)
    assert refused.value.reason is Refusal.NOT_OPEN


async def test_other_meetings_of_a_person_are_left_alone(
    odoo: Odoo, server: Server, somebody: NewContact
) -> None:
    booked = await odoo.book_callback(a_callback(somebody))
    theirs = {"name": "Contrat", "start": "2026-10-23 08:00:00", "stop": "2026-10-23 09:00:00"}
    other = server.do_create("calendar.event", {**theirs, "partner_ids": [int(booked.contact)]})
    assert [one["ref"] for one in (await held(odoo, booked.contact))["callbacks"]] == [booked.ref]
    await odoo.erase(booked.contact)
    assert server.rows["calendar.event"][other]["name"] == "Contrat"


async def test_an_underscore_stands_for_itself_alone(odoo: Odoo) -> None:
    """For Odoo it stands for any letter: what it finds is looked at again."""
    await odoo.save_contact(replace(invented(), email="jeanxpaul@exemple.fr"))
    assert not await odoo.find_contacts(email="jean_paul@exemple.fr")


async def test_a_letter_that_xml_cannot_hold_is_left_out(odoo: Odoo, somebody: NewContact) -> None:
    made = await odoo.open_case(a_case(somebody, subject="a\x08b <é> & 😀", description="<i>\x01"))
    assert (made.subject, made.description) == ("ab <é> & 😀", "<i>")


async def test_a_database_that_is_not_there_is_a_setting_to_mend(server: Server) -> None:
    with listening(server) as url:
        crm = Odoo(replace(account(url), options={"database": "another"}))
        with pytest.raises(CrmUnavailable, match="no such database") as why:
            await crm.check()
        assert why.value.locked_out
        await crm.close()


@pytest.mark.parametrize("model", ["ir.model.data", "crm.lead", "calendar.event"])
async def test_a_model_that_is_missing_is_named(
    odoo: Odoo, monkeypatch: pytest.MonkeyPatch, model: str
) -> None:
    monkeypatch.delitem(FIELDS, model)
    with pytest.raises(CrmRefused, match=f"fault 2: {model}"):
        await odoo.check()


async def test_a_field_that_is_missing_is_told_with_its_model(
    odoo: Odoo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FIELDS, "res.partner", "name email phone active")
    with pytest.raises(CrmRefused, match=r"fault 1 ValueError: res\.partner"):
        await odoo.check()


def traceback(error: str, before: str = "") -> str:
    frames = '  File "/odoo/http.py", line 640, in _handle\n    ValueError: not this one\n'
    return f"{before}Traceback (most recent call last):\n{frames}{error}\n"


CHAINED = traceback("ValueError: first", "") + "\nDuring handling of the above exception:\n\n"


@pytest.mark.parametrize(
    ("number", "text", "said"),
    [
        (1, traceback("odoo.sql_db.PoolError: The Connection Pool Is Full"), "fault 1 PoolError"),
        (1, traceback("psycopg2.errors.AdminShutdown: terminating"), "fault 1 AdminShutdown"),
        (1, traceback("psycopg2.errors.LockNotAvailable: lock"), "fault 1 LockNotAvailable"),
        (1, traceback("psycopg2.errors.QueryCanceled: timeout"), "fault 1 QueryCanceled"),
        (1, traceback("psycopg2.errors.SerializationFailure: x"), "fault 1 SerializationFailure"),
        (1, traceback("psycopg2.errors.UniqueViolation: x"), "fault 1 UniqueViolation"),
        (1, traceback("psycopg2.OperationalError: gone"), "fault 1 OperationalError"),
        (1, traceback("psycopg2.InterfaceError: closed"), "fault 1 InterfaceError"),
        (1, traceback("MemoryError"), "fault 1 MemoryError"),
        (1, traceback("OSError: [Errno 28] No space left on device"), "fault 1 OSError"),
        (1, traceback("psycopg2.OperationalError: gone", CHAINED), "fault 1 OperationalError"),
        (1, "something else", "fault 1"),
    ],
)
async def test_what_passes_by_itself_refuses_nothing(
    odoo: Odoo, server: Server, somebody: NewContact, number: int, text: str, said: str
) -> None:
    server.fault = Fault(number, text)
    with pytest.raises(CrmUnavailable) as why:
        await odoo.open_case(a_case(somebody))
    assert (str(why.value), why.value.locked_out) == (said, False)
    assert await odoo.open_case(a_case(somebody))


@pytest.mark.parametrize(
    ("number", "text", "said"),
    [
        (1, traceback("ValueError: Invalid field 'x'"), "invalid: fault 1 ValueError"),
        (1, traceback("KeyError: 'x.model'"), "invalid: fault 1 KeyError"),
        (1, traceback("odoo.exceptions.MissingError: gone"), "invalid: fault 1 MissingError"),
        (1, traceback("odoo.exceptions.ValidationError: x"), "invalid: fault 1 ValidationError"),
        (1, traceback("odoo.exceptions.UserError: x"), "invalid: fault 1 UserError"),
        (1, traceback("psycopg2.errors.NotNullViolation: x"), "invalid: fault 1 NotNullViolation"),
        (2, "OperationalError: is what the visitor wrote", "invalid: fault 2"),
        (2, "Record does not exist or has been deleted.", "invalid: fault 2"),
    ],
)
async def test_what_is_wrong_with_the_words_is_a_refusal(
    odoo: Odoo, server: Server, somebody: NewContact, number: int, text: str, said: str
) -> None:
    server.fault = Fault(number, text)
    with pytest.raises(CrmRefused) as why:
        await odoo.open_case(a_case(somebody))
    assert str(why.value) == said


@pytest.mark.parametrize(
    "fault",
    [Fault(4, "You are not allowed"), Fault(1, traceback("odoo.exceptions.AccessError: no"))],
)
async def test_a_right_that_was_lost_locks_us_out_and_the_check_names_the_model(
    odoo: Odoo, server: Server, somebody: NewContact, fault: Fault
) -> None:
    server.fault = fault
    with pytest.raises(CrmUnavailable, match="HTTP 403") as why:
        await odoo.open_case(a_case(somebody))
    assert why.value.locked_out
    server.fault = fault
    with pytest.raises(CrmUnavailable, match=r"HTTP 403.*: res\.partner"):
        await odoo.check()


async def test_a_fault_is_told_without_its_text(somebody: NewContact, server: Server) -> None:
    fault = f"<methodResponse><fault><value><struct><member><name>faultCode</name><value><int>2</int></value></member><member><name>faultString</name><value><string>{somebody.email} is not valid</string></value></member></struct></value></fault></methodResponse>"
    with listening(server) as url, line_to(url) as line:
        crm = Odoo(replace(account(url), url=line.url))
        line.fails(says(200, fault.encode(), content_type="text/xml"))
        with pytest.raises(CrmRefused) as refused:
            await crm.open_case(a_case(somebody))
        assert str(refused.value) == "invalid: fault 2"
        line.fails(says(200, BOMB, content_type="text/xml"))
        with pytest.raises(CrmUnavailable, match="not XML-RPC"):
            await crm.open_case(a_case(somebody))
        await crm.close()
