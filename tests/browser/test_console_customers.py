"""The day's callbacks with the keyboard alone, live for two colleagues, at two sizes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from actions.crm.customers import doing
from actions.crm.customers.books import changing
from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.dead_letters import bury, listed
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.tables import State
from actions.crm.port import CrmUnavailable, NewContact, NewFeedback, Priority
from bot.conversation import Message, Reply
from bot.settings import settings
from connectors.conversations import MessageLog
from connectors.said import said
from tests.actions.crm.conftest import OfficeHours
from tests.actions.crm.console.conftest import Desk, apart
from tests.actions.crm.samples import MONDAY, a_lead, number
from tests.browser.conftest import SCREENS
from tests.browser.house import Served
from tests.browser.test_accessibility import violations
from tests.browser.test_console_publish import WIDE, signed_in
from tests.conftest import ROOT
from tests.knowledge_base.console.conftest import new_house

Visit = Callable[..., BrowserContext]
CRM = "webhook"
PEOPLE = ("Camille Martin", "Élodie Roux", "Karim Benali")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Monday at half past eleven: three callbacks, one of them late, and cases of every urgency."""
    given = {"DATA_DIR": str(tmp_path), "NOW": MONDAY.isoformat(), "CRM": CRM,
             "CRM_URL": "https://crm.example", "CRM_SECRET": "s" * 32,
             "CALLBACK_QUEUES": "support; sales; billing"}  # fmt: skip
    for name, value in given.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    settings.cache_clear()
    house = new_house(tmp_path)
    url = f"sqlite:///{tmp_path / 'console.db'}"
    books = PromisingCrm(CRM, None, url=url, hours=OfficeHours(), timeout=30)  # type: ignore[arg-type]
    made = Desk(house, books)
    _fill(made)
    monkeypatch.setenv("GUICHET_NOW", (MONDAY + timedelta(hours=2, minutes=30)).isoformat())
    settings.cache_clear()
    yield made
    settings.cache_clear()


def _fill(desk: Desk) -> None:
    reasons = ("ma facture a augmenté", "la fibre pour la maison", "box en panne depuis hier")
    for place, (name, hour) in enumerate(zip(PEOPLE, (10, 14, 15), strict=True)):
        queue = ("billing", "sales", "support")[place]
        desk.callback(place, hour, name=name, reason=reasons[place], queue=queue)
    camille = NewContact(PEOPLE[0], phone=number(0))
    desk.case(1, contact=camille, category="termination", priority=Priority.HIGH, subject="Résilier mon contrat",
              description="Ma facture a augmenté deux fois cette année.", conversation="visitor-0")  # fmt: skip
    desk.case(2, contact=NewContact("Zoé Petit", phone=number(8)), priority=Priority.URGENT, subject="Plus de connexion", conversation="visitor-8")
    desk.case(3, contact=NewContact("Camille Martin", email="camille@exemple.fr"), priority=Priority.LOW, subject="Changer d’adresse", conversation="visitor-9")
    apart(desk.books.open_lead(a_lead(external_ref="lead", contact=camille, conversation="visitor-0")))
    apart(desk.books.save_feedback(NewFeedback("nps", "nps", 3, "Trop cher", conversation="visitor-0")))
    database = desk.house.console.database
    log, message = MessageLog(database), Message("visitor-0", "Je veux résilier, appelez le 06 39 98 01 00", "web", id="1")
    log.open(message)
    log.answer(message, (Reply("Je vous propose un rappel."),))
    desk.house.console.said = partial(said, database)
    bury(database, listed(database, CRM, State.WAITING)[-1], "invalid: HTTP 422")
    Breaker(database, CRM).failed(CrmUnavailable("HTTP 503", retry_after=600.0), 0.5)


@pytest.fixture
def console(desk: Desk) -> Iterator[str]:
    served = Served(desk.house.app, 0)
    yield f"http://127.0.0.1:{served.port}/console"
    served.close()


def test_the_day_goes_by_without_a_mouse(desk: Desk, console: str, visit: Visit) -> None:
    page = signed_in(visit(), console, "agent")
    page.keyboard.type("gr")
    expect(page.get_by_role("heading", level=1)).to_have_text("Rappels")
    for key in "jjk":
        page.keyboard.press(key)
    expect(page.get_by_role("link", name=PEOPLE[0])).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=PEOPLE[1])).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("a")
    expect(page.locator(".notice").first).to_have_text("C’est à vous.")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Rappeler {PEOPLE[0]}")
    page.keyboard.type("?")
    shown = page.get_by_role("dialog", name="Raccourcis du clavier")
    expect(shown).to_contain_text("Messagerie")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.get_by_label("Note")).to_be_focused()
    page.keyboard.type("Facture expliquée, tout est clair.")
    page.keyboard.press("Tab")
    page.keyboard.press("d")
    expect(page.locator(".notice").first).to_contain_text("joint.")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Rappeler {PEOPLE[1]}")
    page.keyboard.press("l")
    expect(page.get_by_role("link", name=PEOPLE[1])).to_be_visible()
    expect(page.get_by_role("link", name=PEOPLE[0])).to_have_count(0)
    assert [one.after for one in desk.audit("callback.outcome")] == ["reached"]


def test_a_case_is_taken_noted_and_resolved_by_its_keys(desk: Desk, console: str, visit: Visit) -> None:
    page = signed_in(visit(), console, "agent")
    page.keyboard.type("gb")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dossiers")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Plus de connexion")
    page.keyboard.press("a")
    expect(page.locator(".notice").first).to_have_text("C’est à vous.")
    page.keyboard.press("s")
    expect(page.locator(".notice").first).to_contain_text("est résolu")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zoé Petit")
    assert [one.what for one in desk.audit("contact.view")] == ["contact.view"]


def test_what_a_colleague_does_is_seen_without_reloading_and_the_focus_stays(
    desk: Desk, console: str, visit: Visit
) -> None:
    page = signed_in(visit(), console, "agent")
    page.goto(f"{console}/callbacks")
    page.keyboard.press("j")
    focused = page.get_by_role("link", name=PEOPLE[0])
    expect(focused).to_be_focused()
    ref = desk.colleague().client.get("/api/curation/crm/callbacks").json()["items"][1]["ref"]
    with changing(desk.house.console.database) as unit:
        doing.assign(unit, "callback", ref, "Zoé", "Zoé", "")
    expect(page.get_by_role("row", name=PEOPLE[1])).to_contain_text("Zoé")
    expect(focused).to_be_focused()


def test_axe_finds_nothing_on_the_pages_of_customers(
    desk: Desk, console: str, visit: Visit, size: str, photograph: Callable[[Page, str], None]
) -> None:
    page = signed_in(visit(size), console, "agent")
    for title, address in _addresses(desk).items():
        page.goto(console + address)
        photograph(page, f"console-{title}-{size}")
        assert (title, violations(page)) == (title, [])
        assert not page.evaluate(WIDE), title


def _addresses(desk: Desk) -> dict[str, str]:
    items = desk.colleague().client.get("/api/curation/crm/callbacks").json()["items"]
    case = desk.colleague().client.get("/api/curation/crm/cases").json()["items"][0]["ref"]
    return {
        "callbacks": "/callbacks", "callback": f"/callbacks/{items[0]['ref']}", "late": "/callbacks?late=1",
        "cases": "/cases", "case": f"/cases/{case}", "customers": "/customers?q=martin",
        "customer": f"/customers/{items[0]['contact']}", "duplicates": "/duplicates", "outbox": "/outbox",
    }  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guides_show_the_pages_of_agents(desk: Desk, console: str, visit: Visit, language: str) -> None:
    page = signed_in(visit(), console, "agent")
    if language == "en":
        page.get_by_role("button", name="English").click()
    for name in ("callbacks", "callback", "customer"):
        page.goto(console + _addresses(desk)[name])
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.locator("html")).to_have_attribute("lang", language)
        SCREENS.mkdir(parents=True, exist_ok=True)
        path = SCREENS / f"guide-{language}-{name}.png"
        page.screenshot(path=path, animations="disabled")
        if os.environ.get("GUICHET_TAKE_PICTURES") == "1":
            paletted = Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE, colors=64)
            paletted.save(ROOT / "docs" / "pictures" / f"{language}-{name}.png", optimize=True)
