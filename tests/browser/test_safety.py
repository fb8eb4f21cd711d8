"""Nothing that a bot or a visitor writes ever runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, expect

from bot.conversation import Button, Reply
from tests.browser.house import REPLIES, House
from tests.browser.visitor import Visitor
from tests.knowledge_base.console.routes import PAYLOADS

Visit = Callable[..., BrowserContext]
ADDRESSES = """() => [...document.querySelector("guichet-chat").shadowRoot
  .querySelectorAll("[href], [src], [action], [formaction]")].flatMap((one) =>
    ["href", "src", "action", "formaction"].filter((name) => one.hasAttribute(name))
      .map((name) => new URL(one.getAttribute(name), location.href).protocol))"""
FOREIGN = """() => document.querySelector("guichet-chat").shadowRoot
  .querySelectorAll(".log script, .log img, .log [onload], .log [onerror], .log b").length"""


def test_markup_and_scripts_in_answers_are_only_words(
    house: House, visit: Visit, size: str
) -> None:
    visitor = Visitor(visit(size).new_page(), house.url).open()
    visitor.say("<img src=x onerror=window.trapped=10> piège", "onerror=")
    visitor.button("lien").click()
    expect(visitor.page.locator(".said")).to_have_count(2)
    visitor.page.wait_for_timeout(200)
    assert visitor.page.evaluate("window.trapped") is None
    assert visitor.page.evaluate(FOREIGN) == 0
    assert set(visitor.page.evaluate(ADDRESSES)) <= {"https:", "http:", "tel:"}
    visitor.page.reload()
    visitor.page.wait_for_timeout(200)
    assert visitor.page.evaluate("window.trapped") is None


def hostile(payload: str) -> Reply:
    """An answer whose every field says the same."""
    names = ("article", "title", "source", "updated", "version", "language")
    buttons = (Button(payload, payload), Button("ok", payload), Button(payload, "/affirm"))
    custom = {"answer": dict.fromkeys(names, payload), "kind": payload, "form": payload}
    return Reply(payload, buttons, custom)


def test_every_field_of_an_answer_is_only_words(
    house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(REPLIES, "tout", [hostile(one) for one in PAYLOADS])
    rated = [replace(hostile(one), custom={"kind": "rating"}) for one in PAYLOADS]
    monkeypatch.setitem(REPLIES, "pouces", rated)
    page = visit().new_page()
    visitor = Visitor(page, house.url).open()
    visitor.say("tout")
    expect(visitor.replies).to_have_count(len(PAYLOADS))
    for one in PAYLOADS:
        visitor.reads(one)
    page.locator(".reply .choices button:enabled").last.hover()
    page.locator(".reply .choices button:enabled").last.click()
    visitor.reads("Reçu")
    visitor.say("pouces")
    expect(visitor.page.locator(".thumbs")).to_have_count(len(PAYLOADS))
    page.reload()
    expect(visitor.page.locator(".thumbs")).to_have_count(len(PAYLOADS))
    assert page.evaluate("[window.xss, window.trapped]") == [None, None]
    assert page.evaluate(FOREIGN) == 0
    assert set(page.evaluate(ADDRESSES)) <= {"https:", "http:", "tel:"}


def test_the_page_and_the_widget_respect_their_own_strict_policy(
    house: House, visit: Visit
) -> None:
    page = visit().new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    visitor = Visitor(page, house.url).open()
    visitor.say("rouge", "Cela répond-il").say("facture", "l’un de ces sujets")
    visitor.button("Être rappelé").click()
    expect(visitor.page.locator("form.callback")).to_be_visible()
    assert complaints == []
