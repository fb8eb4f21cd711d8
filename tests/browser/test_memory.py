"""What the browser remembers: nothing before the visitor opens the widget, then enough."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.browser.house import House
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]
STORED = "() => localStorage.length + sessionStorage.length + document.cookie.length"


def test_nothing_is_stored_or_asked_before_the_visitor_opens(house: House, visit: Visit) -> None:
    context, asked = visit(), list[str]()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    visitor = Visitor(page, house.url)
    expect(visitor.launcher).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(STORED) == 0
    assert context.cookies() == []
    assert [url for url in asked if "/api/" in url or "/ws" in url] == []
    assert {url.split("/")[2] for url in asked} == {house.url.removeprefix("http://")}
    visitor.open().say("bonjour", "1 · bonjour")
    assert context.cookies() == []


def test_a_reload_keeps_the_conversation_and_its_panel(
    house: House, visit: Visit, size: str
) -> None:
    visitor = Visitor(visit(size).new_page(), house.url).open()
    visitor.say("une question sur ma facture", "l’un de ces sujets")
    visitor.button("Ma facture a augmenté").click()
    visitor.reads("Reçu : /ask_question")
    visitor.page.reload()
    if size == "phone":
        visitor.open()
    expect(visitor.panel).to_be_visible()
    expect(visitor.replies).to_have_count(2)
    expect(visitor.said).to_have_count(2)
    expect(visitor.button("Ma facture a augmenté")).to_be_disabled()
    visitor.say("merci", "3 · merci")
    assert len({message.sender for message in house.host.heard}) == 1


def test_another_page_of_the_site_keeps_the_conversation(house: House, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.say("bonjour", "1 · bonjour")
    visitor.page.goto(f"{house.url}/static/demo/en.html")
    expect(visitor.panel).to_be_visible()
    visitor.reads("1 · bonjour")
    expect(visitor.panel).to_contain_text("Automatic assistant")


def test_two_tabs_hold_the_same_conversation(house: House, visit: Visit) -> None:
    context = visit()
    first = Visitor(context.new_page(), house.url).open()
    first.say("bonjour", "1 · bonjour")
    second = Visitor(context.new_page(), house.url)
    second.open()
    second.reads("1 · bonjour")
    second.say("encore", "2 · encore")
    expect(first.replies).to_have_text(["1 · bonjour", "2 · encore"])
    first.menu("Nouvelle conversation")
    expect(second.replies).to_have_count(0)
    second.say("à neuf", "3 · à neuf")
    first.reads("3 · à neuf")


def test_a_message_that_never_left_is_sent_after_a_reload(house: House, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.say("bonjour", "1 · bonjour")
    house.close()
    visitor.say("encore")
    expect(visitor.said.last).to_contain_text("encore")
    house.open()
    visitor.page.reload()
    visitor.reads("2 · encore")
    expect(visitor.said).to_have_count(2)
    assert [message.text for message in house.host.heard] == ["bonjour", "encore"]


def test_a_forged_token_in_the_browser_gives_a_conversation_of_its_own(
    house: House, visit: Visit
) -> None:
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.say("bonjour", "1 · bonjour")
    visitor.page.evaluate(
        "() => { for (const k of Object.keys(localStorage)) "
        "if (k.endsWith(':token')) localStorage[k] = 'forged'; }"
    )
    visitor.page.reload()
    visitor.say("rebonjour", "2 · rebonjour")
    expect(visitor.replies).to_have_count(1)
