"""When a case is due reaches each vendor: in its own field, or in a line of the text."""

from __future__ import annotations

from datetime import datetime, timezone
from urllib.parse import unquote_plus

import pytest

from actions.crm.port import NewContact
from actions.crm.vendors.phrases import with_due
from tests.actions.crm.vendors.conftest import Connect
from tests.actions.crm.vendors.line import Answer, Line, Request
from tests.actions.crm.vendors.test_contract import a_case

DUE = datetime(2026, 11, 1, 23, 30, tzinfo=timezone.utc)  # in Paris it is the next day
IN_WORDS = "Échéance : 02/11/2026 00:30 (Paris)"
WRITTEN = {
    "request_tracker": '"Due": "2026-11-01 23:30:00"',
    "espocrm": IN_WORDS,
    "odoo": "2026-11-02",
    "salesforce": IN_WORDS,
    "hubspot": IN_WORDS,
    "zendesk": '"due_at": "2026-11-01T23:30:00Z"',
    "webhook": '"due": "2026-11-01T23:30:00Z"',
}


@pytest.mark.parametrize("due", [DUE, None])
async def test_when_a_case_is_due_is_told(
    connect: Connect,
    line: Line,
    somebody: NewContact,
    due: datetime | None,
    request: pytest.FixtureRequest,
) -> None:
    told: list[str] = []

    def listen(one: Request) -> Answer:
        body = one.body.decode()
        told.append(body.encode().decode("unicode_escape") if "\\u" in body else body)
        return one.passed_on()

    line.fails(listen)
    case = await connect().open_case(a_case(somebody, due=due))
    wanted = WRITTEN[request.node.callspec.params["account"]].replace(" ", "")
    assert (wanted in unquote_plus("".join(told)).replace(" ", "")) is (due is not None)
    assert await connect().case(case.ref) is not None


@pytest.mark.parametrize("most", [100, 60, 40])
def test_the_line_stays_whole_however_long_the_words_are(most: int) -> None:
    text = with_due("é" * 500, DUE, most)
    assert len(text) == most and text.endswith(IN_WORDS)
    assert with_due("é" * 500, None, most) == "é" * most
