"""The outbox in the console: what waits, what was refused and why, and sending it again."""

from __future__ import annotations

from html import unescape

import pytest

from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.dead_letters import bury, listed
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.tables import State
from actions.crm.port import CrmUnavailable
from bot.settings import settings
from tests.actions.crm.conftest import OfficeHours, run
from tests.actions.crm.console.conftest import Desk
from tests.actions.crm.samples import a_case
from tests.knowledge_base.console.routes import PAYLOADS, traces

CRM = "webhook"


@pytest.fixture
def promising(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose company has a CRM of its own."""
    for name, value in {"CRM": CRM, "CRM_URL": "https://crm.example", "CRM_SECRET": "s" * 32}.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    settings.cache_clear()
    url = str(desk.house.console.database.url)
    desk.books = PromisingCrm(CRM, None, url=url, hours=OfficeHours(), timeout=30)  # type: ignore[arg-type]
    return desk


def refuse(desk: Desk, problem: str = "invalid: HTTP 422") -> list[int]:
    database = desk.house.console.database
    dead = listed(database, CRM, State.WAITING)
    for one in dead:
        bury(database, one, problem)
    return [one.position for one in dead]


def states(desk: Desk) -> dict[str, int]:
    return {state.value: number for state, number in Mail(desk.house.console.database, CRM).counts().items() if number}


def test_a_refused_letter_is_on_the_home_page_and_goes_again_by_one_button(promising: Desk) -> None:
    promising.case(1), promising.case(2)
    agent = promising.colleague()
    assert "refusé par le CRM" not in unescape(agent.get("/").text)
    first, _ = refuse(promising)
    assert "2 envois refusés par le CRM" in unescape(agent.get("/").text)
    page = unescape(agent.get("/outbox").text)
    assert "invalid: HTTP 422" in page and "Refusés <strong>2</strong>" in page
    assert agent.post("/outbox/again", number=str(first)).status_code == 303
    assert states(promising) == {"dead": 1, "waiting": 1}
    assert agent.post("/outbox/again", do="all").status_code == 303
    assert states(promising) == {"waiting": 2}
    assert [one.after["letters"] for one in promising.audit("outbox.again")] == [1, 1]


def test_the_circuit_says_until_when_the_crm_is_left_alone(promising: Desk) -> None:
    promising.case()
    agent = promising.colleague()
    assert "Le CRM répond." in unescape(agent.get("/outbox").text)
    Breaker(promising.house.console.database, CRM).failed(CrmUnavailable("HTTP 503", retry_after=300.0), 0.5)
    page = unescape(agent.get("/outbox").text)
    assert "Nous le laissons tranquille jusqu’au" in page and "HTTP 503" in page
    told = agent.client.get("/api/curation/crm/outbox").json()
    assert told["counts"]["waiting"] == 1 and told["left_alone_until"] and told["crm"] == CRM


def test_a_number_that_is_none_sends_nothing_again(promising: Desk) -> None:
    promising.case()
    refuse(promising)
    agent = promising.colleague()
    agent.get("/outbox")
    for odd in ("", "x", "²", "-1", "9" * 30, "999"):
        assert agent.post("/outbox/again", number=odd).status_code == 303
    csrf = {"X-CSRF-Token": agent.csrf}
    assert agent.client.post("/api/curation/crm/outbox/again", json={"numbers": [999]}, headers=csrf).json() == {"sent": 0}
    assert states(promising) == {"dead": 1} and promising.audit("outbox.again") == []
    assert agent.client.post("/api/curation/crm/outbox/again", json={}, headers=csrf).json() == {"sent": 1}


def test_a_colleagues_note_goes_to_the_companys_crm_too(promising: Desk) -> None:
    ref, agent = promising.case(), promising.colleague()
    agent.get(f"/cases/{ref}")
    assert agent.post(f"/cases/{ref}/note", note="Technicien commandé").status_code == 303
    waiting = listed(promising.house.console.database, CRM, State.WAITING)
    assert [one.kind.value for one in waiting] == ["note", "case"]
    assert len({one.contact for one in waiting}) == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_the_crm_answered_never_runs(promising: Desk, payload: str) -> None:
    run(promising.books.open_case(a_case()))
    refuse(promising, payload)
    Breaker(promising.house.console.database, CRM).failed(CrmUnavailable(payload, retry_after=300.0), 0.5)
    agent = promising.colleague()
    for path in ("/outbox", "/", "/cases"):
        assert traces(agent.get(path).text) == []


def test_without_a_crm_elsewhere_there_is_nothing_to_send(desk: Desk) -> None:
    assert "Il n’y a rien à envoyer" in unescape(desk.colleague().get("/outbox").text)
    assert desk.colleague("reader").get("/outbox").status_code == 403
