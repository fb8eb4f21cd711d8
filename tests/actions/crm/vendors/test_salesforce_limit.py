"""The day's requests at Salesforce: what an answer says of them, and how the desk slows down."""

from __future__ import annotations

import httpx
import pytest

from actions.crm.port import CrmUnavailable
from actions.crm.vendors.salesforce.limit import AT_ONCE, REST, Limit


def test_the_rest_ends_and_the_day_begins_anew() -> None:
    moments = [0.0]
    limit = Limit(clock=lambda: moments[0])

    def answers(header: str, times: int) -> int:
        """How many of so many requests went."""
        for done in range(times):
            try:
                limit.spend()
            except CrmUnavailable:
                return done
            limit.heard(httpx.Response(200, headers={"Sforce-Limit-Info": header}))
        return times

    assert answers("api-usage=14249/15000", 50) == 50
    assert answers("api-usage=14250/15000", 50) == 1 + AT_ONCE
    moments[0] += REST - 1
    assert answers("api-usage=14250/15000", 50) == 0
    moments[0] += 1
    assert answers("api-usage=14260/15000", 50) == AT_ONCE
    moments[0] += REST
    assert answers("api-usage=9/15000; per-app-api-usage=17/250(appName=x)", 50) == 50


@pytest.mark.parametrize(
    ("header", "near"),
    [
        ("api-usage=95/100", True),
        ("per-app-api-usage=1/250(appName=x); api-usage=95/100", True),
        ("api-usage=94/100", False),
        ("per-app-api-usage=249/250(appName=x)", False),
        ("api-usage=1/0", False),
        ("api-usage=\u00b2/1", False),
        ("api-usage=", False),
        ("", False),
    ],
)
def test_what_an_answer_says_of_the_day(header: str, near: bool) -> None:
    limit = Limit(clock=lambda: 0.0)
    limit.heard(httpx.Response(200, headers=[(b"sforce-limit-info", header.encode())]))
    for _ in range(AT_ONCE):
        limit.spend()
    if near:
        with pytest.raises(CrmUnavailable):
            limit.spend()
    else:
        limit.spend()
