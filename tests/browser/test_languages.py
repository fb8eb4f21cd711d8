"""French first, English beside it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from connectors.web.pages import STATIC
from tests.browser.house import House
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]


def test_the_widget_changes_language_with_its_conversation_in_it(
    house: House, visit: Visit, size: str, photograph: Callable[[Page, str], None]
) -> None:
    visitor = Visitor(visit(size).new_page(), house.url).open()
    visitor.say("bonjour", "1 · bonjour")
    visitor.composer.fill("a draft")
    visitor.button("Switch to English").click()
    expect(visitor.panel).to_contain_text("Automatic assistant")
    expect(visitor.panel).to_have_attribute("lang", "en")
    expect(visitor.composer).to_have_value("a draft")
    expect(visitor.button("Passer en français")).to_be_focused()
    visitor.reads("1 · bonjour")
    visitor.say("hello", "2 · hello")
    photograph(visitor.page, f"english-{size}")
    assert [message.language for message in house.host.heard] == ["fr", "en"]
    visitor.page.reload()
    if size == "phone":
        visitor.open()
    expect(visitor.panel).to_contain_text("Automatic assistant")


@pytest.mark.parametrize(
    ("address", "words"),
    [("/", "Assistant automatique"), ("/static/demo/en.html", "Automatic assistant")],
)
def test_the_widget_begins_in_the_language_of_the_page(
    house: House, visit: Visit, address: str, words: str
) -> None:
    visitor = Visitor(visit().new_page(), house.url + address).open()
    expect(visitor.panel).to_contain_text(words)


def test_the_demo_page_leads_to_its_other_language(house: House, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), house.url)
    visitor.page.get_by_role("link", name="English").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(
        "A connection that takes root."
    )
    visitor.page.get_by_role("link", name="Français").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(
        "Une connexion qui prend racine."
    )


def test_both_languages_have_the_same_words(house: House, visit: Visit) -> None:
    page = visit().new_page()
    page.goto(house.url)
    french, english = page.evaluate("""async () => {
      const { TEXTS } = await import("/static/widget/texts.js");
      const names = (words, at = "") => Object.entries(words).flatMap(([name, value]) =>
        typeof value === "object" ? names(value, `${at}${name}.`)
          : `${at}${name} ${[...value.matchAll(/\\{\\w+\\}/g)].map(String).sort()}`);
      return [names(TEXTS.fr), names(TEXTS.en)];
    }""")
    assert sorted(french) == sorted(english)
    assert STATIC.joinpath("widget", "texts", "fr.js").exists()
