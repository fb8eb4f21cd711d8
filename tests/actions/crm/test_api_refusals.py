"""What the CRM's web API refuses, and how it says so."""

from __future__ import annotations

from typing import Any

import pytest

from actions.crm.embedded import EmbeddedCrm
from tests.actions.crm.program import BODIES, CALLBACK, CASE, TOKEN, Api, bearer
from tests.actions.crm.samples import PHONE
from tests.actions.crm.unreliable import UnreliableCrm


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer("another"),
        bearer(""),
        {"Authorization": TOKEN},
        {"Authorization": f"Bearer {TOKEN}é".encode()},
    ],
)
def test_nobody_comes_in_without_the_token(kind: str, headers: Any) -> None:
    api = Api(UnreliableCrm(None))
    for answer in (api.get(kind, headers), api.post(kind, BODIES[kind], headers)):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("2026-11-22T11:00:00Z", "past"),
        ("2026-11-23T08:10:00Z", "too_soon"),
        ("2026-11-23T22:00:00Z", "closed"),
        ("2027-11-22T11:00:00Z", "too_far"),
    ],
)
def test_a_slot_that_cannot_be_is_a_conflict(api: Api, start: str, reason: str) -> None:
    answer = api.post("callbacks", {**CALLBACK, "start": start})
    assert (answer.status_code, answer.json()["reason"]) == (409, reason)


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("contacts", {"status": "open"}),
        ("cases", {"status": "booked"}),
        ("cases", {"limit": 0}),
        ("cases", {"limit": 201}),
        ("cases", {"after": "1 OR 1=1"}),
        ("cases", {"after": "D-222222"}),
        ("cases", {"phone": "118218"}),
        ("leads", {"email": "x"}),
        ("leads", {"colour": "red"}),
        ("cases", {"queue": "support"}),
        ("callbacks", {"contact": "Camille"}),
    ],
)
def test_a_filter_that_means_nothing_is_refused(api: Api, kind: str, query: dict[str, Any]) -> None:
    assert api.get(kind, **query).status_code == 422


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("contacts", {"phone": None, "email": None}),
        ("contacts", {"phone": "0899123456"}),
        ("contacts", {"phone": "+336"}),
        ("contacts", {"email": "camille"}),
        ("contacts", {"language": "de"}),
        ("contacts", {"ref": "C-222222"}),
        ("cases", {"subject": ""}),
        ("cases", {"subject": "x" * 201}),
        ("cases", {"subject": "a\u0000b"}),
        ("cases", {"priority": "huge"}),
        ("cases", {"status": "closed"}),
        ("cases", {"contact": None}),
        ("cases", {"contact": {"name": "Camille"}}),
        ("callbacks", {"start": "2026-11-23T11:00:00"}),
        ("callbacks", {"start": "demain"}),
        ("callbacks", {"start": 1795000000}),
        ("callbacks", {"start": "9999-12-31T23:59:59-14:00"}),
        ("callbacks", {"phone": 639980101}),
        ("leads", {"interest": "  "}),
    ],
)
def test_a_body_that_means_nothing_is_refused_without_repeating_it(
    api: Api, kind: str, change: dict[str, Any]
) -> None:
    answer = api.post(kind, {**BODIES[kind], **change})
    assert (answer.status_code, answer.json()["reason"]) == (422, "invalid")
    assert "Camille" not in answer.text and PHONE not in answer.text
    assert api.get(kind).json()["items"] == []


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b"\xff", b'{"subject": "\\ud800"}', b'{"\\ud800": 1}', b"[" * 3000],
)
def test_what_is_not_a_record_is_refused(api: Api, content: bytes) -> None:
    assert api.raw("cases", content).status_code in (400, 422)


def test_a_crm_that_is_down_is_told_as_such(desk: EmbeddedCrm) -> None:
    unreliable = UnreliableCrm(desk)
    api = Api(unreliable)
    unreliable.fails = "before"
    for answer in (api.get("cases"), api.post("cases", CASE)):
        assert (answer.status_code, answer.json()["reason"]) == (503, "unavailable")
        assert answer.headers["retry-after"]
    unreliable.fails = ""
    assert api.post("cases", CASE).status_code == 201
