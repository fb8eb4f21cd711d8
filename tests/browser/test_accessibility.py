"""What axe finds, and what it cannot see: announcements, zoom, small screens, high contrast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.house import House
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}  # WCAG 2.2 AA
COLOURS = ("#0d5c52", "#1f4bd8", "#ffc53d", "#ff7a59", "#767676", "#ffffff", "#000000")
OVERFLOWS = """() => {
  const root = document.querySelector("guichet-chat").shadowRoot;
  const wide = [...root.querySelectorAll(".panel, .log, .composer, .header, .sheet-body")]
    .filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.className);
  return [...wide, ...(document.documentElement.scrollWidth > Math.min(innerWidth, screen.width) ? ["page"] : [])];
}"""
SMALL_TARGETS = """(least) => {
  const root = document.querySelector("guichet-chat").shadowRoot;
  return [...root.querySelectorAll("button, .outlined, .chip")].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && Math.min(box.width, box.height) < least - 0.5;
  }).map((e) => e.outerHTML.slice(0, 90));
}"""


def violations(page: Page) -> list[str]:
    """What is wrong on a page, once nothing on it moves any more."""
    page.wait_for_function("() => document.getAnimations().every((a) => a.playState !== 'running')")
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{one['id']}: {node['html']}" for one in found for node in one["nodes"]]


def test_axe_looks_at_the_size_of_targets(visit: Visit) -> None:
    page = visit().new_page()
    small = "<button aria-label=a style='width:10px;height:10px;padding:0'></button>"
    page.set_content(f"<html lang=en><title>a</title><main><h1>a</h1>{2 * small}</main>")
    assert {one.split(":")[0] for one in violations(page)} == {"target-size"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ["/", "/static/demo/en.html"])
def test_axe_finds_nothing_on_the_demo_page(
    house: House, visit: Visit, size: str, scheme: str, address: str
) -> None:
    visitor = Visitor(visit(size, color_scheme=scheme).new_page(), house.url + address)
    expect(visitor.launcher).to_be_visible()
    assert violations(visitor.page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_an_open_panel(
    house: House,
    visit: Visit,
    size: str,
    scheme: str,
    photograph: Callable[[Page, str], None],
) -> None:
    page = visit(size, color_scheme=scheme, reduced_motion="reduce").new_page()
    visitor = Visitor(page, house.url).open()
    assert violations(page) == []
    visitor.say("voyant rouge", "Cela répond-il").say("facture", "l’un de ces sujets")
    photograph(page, f"conversation-{scheme}-{size}")
    assert violations(page) == []
    visitor.button("Ma facture a augmenté").click()
    visitor.reads("Reçu")
    visitor.button("Autres actions").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    visitor.button("Être rappelé").click()
    visitor.button("Demander le rappel").click()
    photograph(page, f"form-{scheme}-{size}")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_any_company_colour_stays_readable(house: House, visit: Visit, scheme: str) -> None:
    page = visit(color_scheme=scheme, reduced_motion="reduce").new_page()
    visitor = Visitor(page, house.url).open()
    visitor.say("facture", "l’un de ces sujets").say("rouge", "Cela répond-il")
    for colour in COLOURS:
        page.locator("guichet-chat").evaluate(
            "(chat, color) => Object.assign(chat.dataset, { color, onColor: '#888' })", colour
        )
        assert violations(page) == [], colour


def test_an_answer_is_announced_once_and_old_ones_are_not(house: House, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.say("bonjour", "1 · bonjour")
    expect(visitor.log).to_have_attribute("aria-live", "polite")
    visitor.page.add_init_script("""
      window.announced = [];
      new MutationObserver((changes) => {
        for (const { target, addedNodes } of changes)
          for (const node of addedNodes)
            if (target.role === "log" && target.ariaLive === "polite")
              announced.push(node.textContent);
      }).observe(document, { subtree: true, childList: true });
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (options) {
        const root = attach.call(this, options);
        new MutationObserver((changes) => {
          for (const { target, addedNodes } of changes)
            for (const node of addedNodes)
              if (target.role === "log" && target.ariaLive === "polite")
                announced.push(node.textContent);
        }).observe(root, { subtree: true, childList: true });
        return root;
      };
    """)
    visitor.page.reload()
    visitor.reads("1 · bonjour")
    visitor.page.wait_for_timeout(200)
    assert visitor.page.evaluate("announced") == []
    visitor.say("encore", "2 · encore")
    told = [text for text in visitor.page.evaluate("announced") if "2 · encore" in text]
    assert len(told) == 1


def test_text_twice_as_large_still_fits(
    house: House, visit: Visit, size: str, photograph: Callable[[Page, str], None]
) -> None:
    page = visit(size).new_page()
    visitor = Visitor(page, house.url)
    page.evaluate("document.body.style.setProperty('--guichet-font-size', '200%')")
    visitor.open().say("rouge", "Cela répond-il").say("facture", "l’un de ces sujets")
    expect(visitor.composer).to_be_in_viewport()
    photograph(page, f"large-text-{size}")
    assert page.evaluate(OVERFLOWS) == []
    visitor.button("Être rappelé").click()
    expect(visitor.page.locator("form.callback")).to_be_visible()
    assert page.evaluate(OVERFLOWS) == []


@pytest.mark.parametrize(("width", "height"), [(320, 480), (640, 400), (360, 300)])
def test_a_page_at_200_percent_and_less_still_works(
    house: House, visit: Visit, width: int, height: int
) -> None:
    page = visit(viewport={"width": width, "height": height}).new_page()
    visitor = Visitor(page, house.url).open()
    visitor.say("facture", "l’un de ces sujets")
    expect(visitor.composer).to_be_in_viewport()
    assert page.evaluate(OVERFLOWS) == []


def test_targets_are_large_enough_for_fingers(house: House, visit: Visit, size: str) -> None:
    visitor = Visitor(visit(size).new_page(), house.url).open()
    visitor.say("rouge", "Cela répond-il").say("facture", "l’un de ces sujets")
    least = 44 if size == "phone" else 24
    assert visitor.page.evaluate(SMALL_TARGETS, least) == []
    visitor.button("Être rappelé").click()
    expect(visitor.page.locator("form.callback")).to_be_visible()
    assert visitor.page.evaluate(SMALL_TARGETS, least) == []


def test_forced_colours_keep_the_edges(
    house: House, visit: Visit, photograph: Callable[[Page, str], None]
) -> None:
    page = visit(forced_colors="active").new_page()
    visitor = Visitor(page, house.url).open()
    visitor.say("facture", "l’un de ces sujets")
    photograph(page, "forced-colours")
    border = visitor.replies.first.evaluate("(e) => getComputedStyle(e).borderTopStyle")
    assert border == "solid"


def test_nothing_moves_for_who_asks_for_stillness(house: House, visit: Visit) -> None:
    page = visit(reduced_motion="reduce").new_page()
    Visitor(page, house.url).open()
    assert page.evaluate("document.getAnimations().length") == 0
