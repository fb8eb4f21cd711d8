"""The console in a real Chromium: by keyboard alone, on a phone and on a desk, without faults."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.test_accessibility import violations
from tests.knowledge_base.console.conftest import PASSWORD, House, new_house

Visit = Callable[..., BrowserContext]
WIDE = "() => document.documentElement.scrollWidth > Math.min(innerWidth, screen.width)"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, str]]:
    """The console alone, in a thread of its own."""
    house = new_house(tmp_path_factory.mktemp("console"))
    serving = uvicorn.Server(uvicorn.Config(house.app, port=0, ws="none", lifespan="off", log_config=None))
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    while not serving.started and thread.is_alive():
        time.sleep(0.01)
    yield house, f"http://127.0.0.1:{serving.servers[0].sockets[0].getsockname()[1]}/console"
    serving.should_exit = True
    thread.join(5)


@pytest.fixture()
def address(served: tuple[House, str]) -> str:
    return served[1]


def signed_in(page: Page, address: str, name: str = "administrator") -> Page:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Nom").fill(name)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    return page


def test_a_colleague_signs_in_and_goes_about_by_keyboard(visit: Visit, address: str) -> None:
    page, errors = visit().new_page(), list[str]()
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("administrator")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour administrator")
    page.keyboard.type("?")
    expect(page.get_by_role("dialog", name="Raccourcis du clavier")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.type("gj")
    expect(page).to_have_url(f"{address}/audit")
    page.keyboard.type("/")
    expect(page.get_by_label("Qui")).to_be_focused()
    page.keyboard.type("gp")
    expect(page.get_by_label("Qui")).to_have_value("gp")
    assert errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, address: str, size: str, scheme: str, photograph: Callable[[Page, str], None]) -> None:
    page = visit(size, color_scheme=scheme).new_page()
    page.goto(f"{address}/sign-in")
    assert violations(page) == []
    signed_in(page, address)
    for path in ("/", "/people", "/account", "/tokens", "/audit"):
        page.goto(address + path)
        assert violations(page) == [], path
        assert not page.evaluate(WIDE), path
        photograph(page, f"console{path.replace('/', '-')}-{scheme}-{size}")


def test_the_menu_of_a_phone_needs_no_script(visit: Visit, address: str) -> None:
    page = signed_in(visit("phone", java_script_enabled=False).new_page(), address)
    page.get_by_text("Menu").click()
    page.get_by_role("link", name="Collègues").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Collègues")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Colleagues")
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Collègues")
