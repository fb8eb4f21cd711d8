"""The CRM's records over HTTP, as another program reads and creates them."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from actions.crm.api import router
from actions.crm.embedded import EmbeddedCrm
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.program import BODIES, CALLBACK, CASE, CONTACT, FIELDS, TOKEN, Api, bearer
from tests.actions.crm.samples import EMAIL, PHONE, a_callback, a_case, a_lead, at
from tests.actions.crm.unreliable import UnreliableCrm


@pytest.mark.parametrize("kind", BODIES)
def test_a_record_is_created_once_with_exactly_these_fields(api: Api, kind: str) -> None:
    first, again = api.post(kind, BODIES[kind]), api.post(kind, BODIES[kind])
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert list(first.json()) == FIELDS[kind].split()
    assert api.get(kind).json() == {"items": [first.json()], "next": None}


def test_moments_are_in_utc_and_end_in_z(api: Api) -> None:
    booked = api.post("callbacks", CALLBACK).json()
    assert (booked["start"], booked["end"]) == ("2026-11-23T10:00:00Z", "2026-11-23T10:30:00Z")
    assert booked["created_at"] == "2026-11-23T08:00:00Z"
    assert (booked["status"], booked["queue"]) == ("booked", "support")


def test_the_callers_own_key_decides_what_is_the_same(api: Api) -> None:
    one = api.post("cases", {**CASE, "external_ref": "order-12"})
    same = api.post("cases", {**CASE, "external_ref": "order-12", "subject": "Autre"})
    other = api.post("cases", {**CASE, "external_ref": "order-13"})
    assert one.json() == same.json() and one.json()["ref"] != other.json()["ref"]
    header = {**bearer(), "Idempotency-Key": "order-14"}
    assert api.post("cases", CASE, header).json() == api.post("cases", CASE, header).json()
    assert len(api.get("cases").json()["items"]) == 3


def test_a_case_may_name_a_contact_by_reference(api: Api) -> None:
    contact = api.post("contacts", CONTACT).json()["ref"]
    assert api.post("cases", {**CASE, "contact": contact}).json()["contact"] == contact
    unknown = api.post("cases", {**CASE, "contact": "C-222222"})
    assert (unknown.status_code, unknown.json()["reason"]) == (422, "unknown")


def test_a_new_request_for_a_number_moves_its_callback(api: Api) -> None:
    first = api.post("callbacks", {**CALLBACK, "conversation": "one"}).json()
    later = {**CALLBACK, "start": "2026-11-23T15:00:00+01:00", "conversation": "two"}
    moved = api.post("callbacks", later)
    assert moved.status_code == 200
    assert (moved.json()["ref"], moved.json()["status"]) == (first["ref"], "moved")
    for found in ({"conversation": "one"}, {"conversation": "two"}, {"phone": PHONE}):
        assert api.get("callbacks", **found).json()["items"] == [moved.json()]
    assert api.get("callbacks", external_ref=first["external_ref"]).json()["items"]


def test_what_a_later_request_does_not_say_stays_as_it_was(api: Api) -> None:
    api.post("callbacks", {**CALLBACK, "conversation": "one"})
    moved = api.post("callbacks", {"phone": PHONE, "start": "2026-11-23T15:00:00+01:00"}).json()
    assert (moved["conversation"], moved["reason"]) == ("one", "ma facture")


def test_a_callback_lasts_as_long_as_a_slot_whatever_end_was_sent(api: Api) -> None:
    booked = api.post("callbacks", {**CALLBACK, "end": "2026-11-23T11:15:00+01:00"})
    assert (booked.status_code, booked.json()["end"]) == (201, "2026-11-23T10:30:00Z")


def test_the_same_slot_asked_for_again_is_not_new(api: Api) -> None:
    first = api.post("callbacks", {**CALLBACK, "external_ref": "one"})
    again = api.post("callbacks", {**CALLBACK, "external_ref": "two"})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["ref"] == again.json()["ref"]


@pytest.mark.parametrize("kind", BODIES)
def test_of_eight_requests_at_once_one_is_told_that_it_made_the_record(url: str, kind: str) -> None:
    api = Api(EmbeddedCrm(url, OfficeHours(), timeout=30))
    answers = api.post_at_once(kind, [BODIES[kind]] * 8)
    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert len({answer.text for answer in answers}) == 1
    assert len(api.get(kind).json()["items"]) == 1


def test_requests_whose_keys_cross_wait_for_nobody(url: str) -> None:
    """A key may look like a number: it is still another key."""
    api = Api(EmbeddedCrm(url, OfficeHours(), timeout=30))
    one, other = PHONE, "+33639980199"
    crossed = [
        {**CALLBACK, "phone": phone, "external_ref": key}
        for phone, key in ((one, other), (other, one), (one, one), (other, other))
    ]
    answers = api.post_at_once("callbacks", crossed)
    assert all(answer.is_success for answer in answers), [answer.text for answer in answers]


def test_filters_find_what_they_name(api: Api, desk: EmbeddedCrm) -> None:
    case = run(desk.open_case(a_case()))
    run(desk.book_callback(a_callback()))
    run(desk.open_lead(a_lead()))
    for kind in BODIES:
        for found in ({"conversation": "visitor-1"}, {"phone": PHONE}, {"email": EMAIL.upper()}):
            assert len(api.get(kind, **found).json()["items"]) == 1, (kind, found)
        for missed in ({"conversation": "visitor-2"}, {"phone": "+33639980199"}):
            assert api.get(kind, **missed).json()["items"] == []
    assert api.get("cases", ref=case.ref, status="open").json()["items"]
    assert api.get("cases", status="closed").json()["items"] == []
    assert api.get("callbacks", status="booked").json()["items"]
    assert api.get("leads", external_ref="visitor-1:open_lead:1").json()["items"]
    for kind in ("cases", "callbacks", "leads"):
        assert api.get(kind, contact=case.contact).json()["items"]
        assert api.get(kind, contact="C-222222").json()["items"] == []
    for kind, kept, left in (
        ("cases", {"category": "other"}, {"category": "bill"}),
        ("cases", {"priority": "normal"}, {"priority": "urgent"}),
        ("callbacks", {"queue": "support"}, {"queue": "sales"}),
    ):
        assert api.get(kind, **kept).json()["items"]
        assert api.get(kind, **left).json()["items"] == []


@pytest.mark.parametrize("written", ["+33639980101", " 33639980101", "06 39 98 01 01"])
def test_a_number_is_found_however_it_is_written(api: Api, written: str) -> None:
    api.post("contacts", CONTACT)
    assert len(api.get("contacts", phone=written).json()["items"]) == 1


def test_a_callback_that_was_offered_can_be_posted(api: Api, desk: EmbeddedCrm) -> None:
    for start in run(desk.free_slots(at(18))):
        answer = api.post("callbacks", {**CALLBACK, "start": start.isoformat()})
        assert answer.status_code in (200, 201)


def test_the_documentation_names_the_doors(api: Api) -> None:
    app = FastAPI()
    app.include_router(router(UnreliableCrm(None), TOKEN))  # type: ignore[arg-type]
    schema = app.openapi()
    doors = (*BODIES, "consents", "callbacks/{ref}/attempts")
    assert set(schema["paths"]) == {f"/api/crm/{kind}" for kind in doors}
    parameters = schema["paths"]["/api/crm/callbacks"]["get"]["parameters"]
    assert {one["name"] for one in parameters} >= {"limit", "after", "conversation", "status"}
    assert schema["paths"]["/api/crm/cases"]["post"]["security"]
