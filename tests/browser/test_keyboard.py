"""The widget with a keyboard and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.house import House
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]
FOCUSED = """() => {
  const inside = document.querySelector("guichet-chat").shadowRoot.activeElement;
  return inside && (inside.getAttribute("aria-label") || inside.textContent || inside.id)
    .replaceAll("\u00a0", " ").trim();
}"""
IS_INSIDE = "() => Boolean(document.querySelector('guichet-chat').shadowRoot.activeElement)"


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until something is reached, as a visitor would."""
    for _ in range(60):
        if page.evaluate(FOCUSED) == name:
            return
        page.keyboard.press(key)
    raise AssertionError(f"{name} cannot be reached")


def test_a_whole_visit_without_a_mouse(house: House, visit: Visit, size: str) -> None:
    visitor = Visitor(visit(size, has_touch=False, is_mobile=False).new_page(), house.url)
    keyboard = visitor.page.keyboard
    expect(visitor.launcher).to_be_visible()
    tab_to(visitor.page, "Besoin d’aide ? Ouvrir l’assistance")
    keyboard.press("Enter")
    expect(visitor.composer).to_be_focused()
    keyboard.type("une question sur ma facture")
    keyboard.press("Shift+Enter")
    keyboard.type("deuxième ligne")
    keyboard.press("Enter")
    visitor.reads("l’un de ces sujets")
    tab_to(visitor.page, "Ma facture a augmenté", "Shift+Tab")
    keyboard.press("Enter")
    visitor.reads("Reçu : /ask_question")
    expect(visitor.composer).to_be_focused()
    tab_to(visitor.page, "Autres actions", "Shift+Tab")
    keyboard.press("Enter")
    tab_to(visitor.page, "Données personnelles")
    keyboard.press("Enter")
    expect(visitor.panel).to_contain_text("Aucun cookie")
    keyboard.press("Escape")
    expect(visitor.composer).to_be_focused()
    keyboard.press("Escape")
    expect(visitor.panel).to_be_hidden()
    expect(visitor.launcher).to_be_focused()


def test_the_form_is_filled_without_a_mouse(house: House, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), house.url).open()
    keyboard = visitor.page.keyboard
    tab_to(visitor.page, "Être rappelé")
    keyboard.press("Enter")
    expect(visitor.page.locator("[name=day]").first).to_be_focused()
    keyboard.press("ArrowRight")
    keyboard.press("Tab")
    keyboard.press("Space")
    keyboard.press("Tab")
    keyboard.type("06 39 98 12 34")
    keyboard.press("Enter")
    visitor.reads("Reçu : /request_callback")


def test_on_a_small_screen_the_focus_stays_in_the_panel(house: House, visit: Visit) -> None:
    visitor = Visitor(visit("phone").new_page(), house.url).open()
    expect(visitor.panel).to_have_attribute("aria-modal", "true")
    for key in ("Tab", "Shift+Tab"):
        for _ in range(14):
            visitor.page.keyboard.press(key)
            assert visitor.page.evaluate(IS_INSIDE)


def test_on_a_large_screen_the_page_stays_within_reach(house: House, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), house.url).open()
    expect(visitor.panel).to_have_attribute("aria-modal", "false")
    visitor.page.get_by_role("link", name="Voir les offres").click()
    expect(visitor.panel).to_be_visible()
