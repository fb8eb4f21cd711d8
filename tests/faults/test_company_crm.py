"""The company's CRM is slow, down or half there: the visitor hears the truth, and it arrives once."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.actions.crm.vendors import webhook_server
from tests.actions.crm.vendors.line import Fault, Line, answer_is_lost, line_to, never_arrives, says
from tests.conftest import Desk, new_desk
from tests.faults.house import names, settled

pytestmark = pytest.mark.desk
CASE = "je veux ouvrir un dossier : ma box redémarre sans cesse, mon numéro est le {phone}"
DELIVERY_SECONDS = 1


class Company:
    """The company's endpoint, the line that leads there, and a desk that tells it everything."""

    def __init__(self, desk: Desk, line: Line, server: webhook_server.Server) -> None:
        self.desk = desk
        self.line = line
        self.server = server

    def open_case(self, text: str = CASE) -> list[str]:
        """A visitor opens a case; what was said at the end."""
        sender, phone = f"company-{uuid.uuid4()}", f"06 39 98 {uuid.uuid4().int % 9000 + 1000}"
        said = settled(self.desk, sender, text.format(phone=f"{phone[:-2]} {phone[-2:]}"))
        assert "utter_confirm_case" in names(said), names(said)
        self.sender = sender
        return names(settled(self.desk, sender, "oui"))

    def arrived(self) -> int:
        """How many records the company has of this visitor."""
        return sum(
            row["conversation"] == self.sender
            for row in self.server._records.values()
        )  # fmt: skip


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    server = webhook_server.Server()
    with webhook_server.served(server) as account, line_to(account.url) as line:
        desk = new_desk(
            tmp_path_factory.mktemp("company"),
            extra={
                "GUICHET_CRM": "webhook",
                "GUICHET_CRM_URL": line.url,
                "GUICHET_CRM_SECRET": account.secret,
                "GUICHET_CRM_DELIVERY_TIMEOUT": str(DELIVERY_SECONDS),
            },
        )
        desk.start("dialogue", "gateway")
        try:
            desk.wait_ready()
            yield Company(desk, line, server)
        finally:
            desk.stop()


@pytest.fixture(autouse=True)
def healed(company: Company) -> Iterator[None]:
    """Each test finds the line well, and the CRM not left alone."""
    company.line.heals()
    until(lambda: letters(company)["waiting"] + letters(company)["sending"] == 0)
    yield
    company.line.heals()


def letters(company: Company) -> dict[str, float]:
    said = httpx.get(f"{company.desk.url}/metrics", timeout=10.0).text
    rows = (line.split() for line in said.splitlines() if line.startswith("guichet_crm_letters{"))
    return {name.split('"')[1]: float(value) for name, value in rows}


def until(what: Callable[[], Any], patience: float = 150.0) -> None:
    end = time.monotonic() + patience
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.2)


def test_what_the_company_has_is_said_to_be_there(company: Company) -> None:
    assert company.open_case()[:2] == ["utter_case_opened", "utter_transmitted"]
    assert company.arrived() == 1


@pytest.mark.parametrize(
    "fault",
    [never_arrives, answer_is_lost, says(503), says(500, b"<html>", content_type="text/html")],
    ids=["cut", "answer lost", "503", "page"],
)
def test_what_it_does_not_have_is_promised_and_arrives_once(company: Company, fault: Fault) -> None:
    company.line.fails(fault)
    assert company.open_case()[:2] == ["utter_case_opened", "utter_transmitted_later"]
    company.line.heals()
    until(lambda: letters(company)["waiting"] + letters(company)["sending"] == 0)
    assert company.arrived() == 1


def test_a_crm_that_says_nothing_holds_nobody_up(company: Company) -> None:
    asleep = time.sleep
    company.line.fails(lambda request: asleep(3.0))
    assert company.open_case()[:2] == ["utter_case_opened", "utter_transmitted_later"]
    company.line.heals()
    until(lambda: company.arrived() == 1)


def test_a_gateway_that_is_killed_with_a_letter_in_hand_sends_it_again_once(
    company: Company,
) -> None:
    company.line.fails(answer_is_lost)
    assert company.open_case()[:2] == ["utter_case_opened", "utter_transmitted_later"]
    company.desk.stop("gateway", kill=True)
    company.line.heals()
    company.desk.start("gateway")
    company.desk.wait_ready()
    until(lambda: letters(company)["waiting"] + letters(company)["sending"] == 0)
    assert company.arrived() == 1


def test_what_it_refuses_becomes_a_case_for_a_colleague(company: Company) -> None:
    company.line.fails(says(422, b'{"reason": "invalid"}', content_type="application/json"))
    before = letters(company)["dead"]
    assert company.open_case()[:2] == ["utter_case_opened", "utter_transmission_refused"]
    assert letters(company)["dead"] == before + 1 and company.arrived() == 0
    with company.desk.client() as client:
        asked = client.get("/api/crm/cases", params={"category": "undelivered"}).json()["items"]
    assert len(asked) == before + 1 and asked[0]["status"] == "open"


def test_the_readiness_tells_that_letters_go(company: Company) -> None:
    assert httpx.get(f"{company.desk.url}/readyz").json()["parts"]["crm_delivery"] == "ok"
