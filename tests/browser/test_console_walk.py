"""From a question to a published answer without a mouse, and every refusal as axe sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.settings import settings
from knowledge_base.curation.inbox import Inbox
from tests.browser.house import Served
from tests.browser.test_accessibility import violations
from tests.browser.test_console_publish import WIDE, signed_in
from tests.knowledge_base.console.publishing import Shop
from tests.knowledge_base.gate.conftest import WordEncoder

Visit = Callable[..., BrowserContext]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = Shop(tmp_path, WordEncoder())
    made.house.hours.pass_by(hours=1)
    made.live.watch()
    Inbox(made.house.console.database, made.live.encoder).gather()
    yield made
    made.live.close()
    settings.cache_clear()


@pytest.fixture
def console(shop: Shop) -> Iterator[str]:
    served = Served(shop.house.app, 0)
    yield f"http://127.0.0.1:{served.port}/console"
    served.close()


def tab_to(page: Page, selector: str) -> None:
    """Reach something as a keyboard does; it fails where the focus never comes there."""
    for _ in range(80):
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard never reaches {selector}")


def test_a_question_is_decided_checked_and_published_without_a_mouse(
    shop: Shop, console: str, visit: Visit
) -> None:
    page = signed_in(visit(), console)
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text("carte SIM bloquée code PUK")
    page.keyboard.press("/")
    page.keyboard.type("Un article que personne n’a écrit")
    tab_to(page, "summary")
    page.keyboard.press("p")
    expect(page.get_by_role("alert")).to_contain_text("Choisissez d’abord un article")
    tab_to(page, ".notice a")
    page.keyboard.press("Enter")
    tab_to(page, "#other")
    expect(page.locator("#other")).to_have_value("Un article que personne n’a écrit")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    tab_to(page, "summary")
    page.keyboard.press("p")
    expect(page.locator(".notice").first).to_contain_text("rejoint le brouillon")
    page.keyboard.press("g")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_have_text("Publier")
    tab_to(page, "#why")
    page.keyboard.type("Une formulation de plus")
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_contain_text("Prêt à publier", timeout=60_000)
    page.keyboard.press("p")
    expect(page.locator("#live")).to_contain_text("en ligne", timeout=60_000)
    assert shop.sources.read().articles["puk", "fr"].phrasings[-1] == "carte SIM bloquée code PUK"


def test_axe_finds_nothing_in_refused_forms_and_missing_pages(
    shop: Shop, console: str, visit: Visit, size: str, photograph: Callable[[Page, str], None]
) -> None:
    page = signed_in(visit(size), console, "administrator")
    number = Inbox(shop.house.console.database, shop.live.encoder).page().groups[0].id

    def looked_at(title: str) -> None:
        photograph(page, f"console-refused-{title}-{size}")
        assert (title, violations(page)) == (title, [])
        assert not page.evaluate(WIDE), title

    page.goto(f"{console}/inbox/{number}?find=facture")
    looked_at("merge")
    page.locator("#other").fill("rien de tel")
    page.locator("button[value=phrasing]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at("verdict")
    page.goto(f"{console}/try?q=code+PUK&language=fr")
    page.locator("#article").fill("rien de tel")
    page.get_by_role("button", name="En faire un cas de test").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looked_at("try")
    for address, field in (("people", "name"), ("tokens", "name"), ("webhooks", "url")):
        page.goto(f"{console}/{address}")
        page.locator(f"form #{field}").fill("http://10.0.0.1/" if field == "url" else "x")
        page.locator("form:has(.field) button.main").click()
        expect(page.locator(".error").first).to_be_visible()
        looked_at(address)
    for address in ("inbox/999999", "articles/nobody", "import", "articles/puk"):
        page.goto(f"{console}/{address}")
        looked_at(address.replace("/", "-"))
