"""How long a vendor asks us to wait, however it says so; and whose answer an answer is."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import httpx
import pytest

from actions.crm.port import CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.wire import LONGEST_WAIT, Forbidden, asked_to_wait, failure, tells

HOUR = LONGEST_WAIT


def on(**later: float) -> str:
    """An HTTP date so much later than now."""
    return format_datetime(datetime.now(timezone.utc) + timedelta(**later), usegmt=True)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("   ", None),
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("0007", 7.0),
        ("3600", HOUR),
        ("3601", HOUR),
        ("9" * 400, HOUR),
        ("-5", None),
        ("+5", None),
        ("1.5", None),
        ("1e3", None),
        ("\u00b2", None),
        ("\u0663", None),
        ("1\u00b2", None),
        ("soon", None),
        ("Wed", None),
        ("Wed, 99 Foo 2026 99:99:99 GMT", None),
        ("Wed, 21 Oct 99999 07:28:00 GMT", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
        ("Wed, 21 Oct 2015 07:28:00", 0.0),
        ("Wednesday, 21-Oct-15 07:28:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", HOUR),
    ],
)
def test_how_long_we_are_asked_to_wait(header: str | None, seconds: float | None) -> None:
    headers = [] if header is None else [(b"retry-after", header.encode())]
    assert asked_to_wait(httpx.Response(429, headers=headers)) == seconds


@pytest.mark.parametrize(
    ("later", "seconds"), [(90, 90), (3500, 3500), (172800, HOUR), (-1, 0), (-172800, 0)]
)
def test_a_date_is_waited_for_an_hour_at_most(later: int, seconds: float) -> None:
    answer = httpx.Response(429, headers={"retry-after": on(seconds=later)})
    assert asked_to_wait(answer) == pytest.approx(seconds, abs=3)


def test_a_date_is_of_the_world_also_where_the_desks_day_is_fixed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GUICHET_NOW", "2020-01-06T09:00:00+01:00")
    answer = httpx.Response(503, headers={"retry-after": on(seconds=90)})
    assert asked_to_wait(answer) == pytest.approx(90, abs=3)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
@pytest.mark.parametrize("body", [b"", b"<html>", b"404", b"null", b'"no"', b"\xff", b"{"])
def test_what_is_no_object_and_no_list_is_not_the_vendors(status: int, body: bytes) -> None:
    why = failure(httpx.Response(status, content=body, headers={"retry-after": "9"}))
    assert isinstance(why, CrmUnavailable)
    assert (why.locked_out, why.retry_after) == (False, 9.0)


def test_the_vendors_own_words_are_believed() -> None:
    for status, reason in ((404, Refusal.UNKNOWN), (400, Refusal.INVALID)):
        why = failure(httpx.Response(status, json={"message": "x"}), tells("message"))
        assert isinstance(why, CrmRefused) and why.reason is reason
    assert isinstance(failure(httpx.Response(403, json={})), Forbidden)
    assert isinstance(failure(httpx.Response(404, json={"x": 1}), tells("message")), CrmUnavailable)
