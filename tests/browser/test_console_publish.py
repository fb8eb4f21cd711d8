"""Publishing with the keyboard alone: stopped, accepted, live, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.settings import settings
from tests.browser.house import Served
from tests.browser.test_accessibility import violations
from tests.knowledge_base.console.conftest import PASSWORD
from tests.knowledge_base.console.publishing import BILL, PIE, Shop
from tests.knowledge_base.gate.conftest import WordEncoder

Visit = Callable[..., BrowserContext]
WIDE = "() => document.documentElement.scrollWidth > Math.min(innerWidth, screen.width)"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = Shop(tmp_path, WordEncoder())
    made.house.hours.pass_by(hours=1)
    made.live.watch()
    yield made
    made.live.close()
    settings.cache_clear()


@pytest.fixture
def console(shop: Shop) -> Iterator[str]:
    served = Served(shop.house.app, 0)
    yield f"http://127.0.0.1:{served.port}/console"
    served.close()


def signed_in(context: BrowserContext, console: str, name: str = "curator") -> Page:
    page = context.new_page()
    page.goto(f"{console}/sign-in")
    page.get_by_label("Nom").fill(name)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    return page


def test_a_harmful_edit_is_stopped_accepted_published_and_undone_by_keyboard(
    shop: Shop, console: str, visit: Visit
) -> None:
    shop.drafts.withdraw(BILL.key, "agent")
    page = signed_in(visit(), console)
    page.keyboard.press("g")
    page.keyboard.press("u")
    page.get_by_label("Pourquoi cette publication").focus()
    page.keyboard.type("La facture change de nom")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Des visiteurs perdraient leur réponse")).to_be_visible()
    expect(page.get_by_role("button", name="Publier", exact=True)).to_have_count(0)
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Prêt à publier")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_text("en ligne", exact=True)).to_be_visible()
    assert BILL.key not in {one.key for one in shop.live.published.articles}  # type: ignore[union-attr]
    page.get_by_label("Pourquoi l’annuler").focus()
    page.keyboard.type("Trop tôt")
    page.keyboard.press("Enter")
    expect(page.get_by_text("La publication 1 est annulée.")).to_be_visible()
    expect(page.get_by_text("en ligne", exact=True)).to_be_visible()
    assert BILL.key in {one.key for one in shop.live.published.articles}  # type: ignore[union-attr]


def test_publishing_works_without_javascript(shop: Shop, console: str, visit: Visit) -> None:
    shop.drafts.save(PIE, "curator")
    page = signed_in(visit(java_script_enabled=False), console)
    page.goto(f"{console}/publish")
    page.get_by_label("Pourquoi cette publication").fill("Une recette")
    page.get_by_role("button", name="Vérifier").click()
    shop.house.console.checks.wait(page.url.rsplit("/", 1)[1])
    page.reload()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("La publication 1 est faite.")).to_be_visible()


def test_axe_finds_nothing_on_any_of_its_pages(
    shop: Shop, console: str, visit: Visit, size: str, photograph: Callable[[Page, str], None]
) -> None:
    shop.drafts.save(PIE, "curator")
    shop.drafts.withdraw(BILL.key, "agent", note="remplacé par l’espace client")
    page = signed_in(visit(size), console, "administrator")
    number = shop.house.console.publishing.releases("agent").publish("agent", "Retrait", [BILL.key])
    shop.house.console.publishing.undo(number.number, "agent", "trop tôt")
    shop.live.refresh()
    shop.drafts.withdraw(BILL.key, "agent", note="remplacé par l’espace client")
    checks = shop.house.console.checks
    drafts = {key: one.revision for key, one in shop.drafts.all().items()}
    name = checks.start(drafts, "Été", "curator")
    checks.wait(name)
    addresses = {"home": "/", "publish": "/publish", "check": f"/publish/checks/{name}",
                 "releases": "/releases", "release": "/releases/2", "webhooks": "/webhooks"}  # fmt: skip
    for title, address in addresses.items():
        page.goto(console + address)
        photograph(page, f"console-{title}-{size}")
        assert (title, violations(page)) == (title, [])
        assert not page.evaluate(WIDE), title
