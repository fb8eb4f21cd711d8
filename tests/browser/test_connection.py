"""The widget and a line that breaks."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from bot.conversation import DialogueUnavailable, Message, Reply
from tests.browser.house import House
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]


def test_after_a_restart_the_missed_answer_comes_once(
    house: House, visit: Visit, size: str
) -> None:
    house.host.seconds = 1.0
    visitor = Visitor(visit(size).new_page(), house.url).open()
    visitor.say("bonjour")
    expect(visitor.page.locator(".typing")).to_be_visible()
    house.close()
    expect(visitor.panel.get_by_role("status").filter(has_text="reconnexion")).to_be_visible()
    house.open()
    visitor.reads("bonjour")
    expect(visitor.page.locator(".banner")).to_be_empty()
    visitor.say("encore", "encore")
    expect(visitor.replies).to_have_count(2)
    expect(visitor.said).to_have_count(2)


def test_what_is_written_offline_leaves_when_the_line_is_back(house: House, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.say("bonjour", "1 · bonjour")
    house.close()
    visitor.say("encore")
    expect(visitor.page.locator(".said").last).to_contain_text("Envoi…")
    house.open()
    visitor.reads("2 · encore")
    assert [message.text for message in house.host.heard] == ["bonjour", "encore"]


def test_without_network_a_banner_says_so(house: House, visit: Visit) -> None:
    context = visit()
    visitor = Visitor(context.new_page(), house.url).open()
    visitor.say("bonjour", "1 · bonjour")
    context.set_offline(True)
    expect(visitor.page.locator(".banner")).to_contain_text("Vous êtes hors ligne")
    context.set_offline(False)
    expect(visitor.page.locator(".banner")).to_be_empty()
    visitor.say("encore", "2 · encore")


def test_a_refused_message_says_why_and_can_be_sent_again(house: House, visit: Visit) -> None:
    is_down, answer = [True], house.host.answer

    async def answered(message: Message) -> list[Reply]:
        if is_down[0]:
            raise DialogueUnavailable("scripted")
        return await answer(message)

    house.host.answer = answered  # type: ignore[method-assign]
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.say("bonjour")
    expect(visitor.page.locator(".said.failed")).to_contain_text("n’a pas été envoyé")
    is_down[0] = False
    visitor.button("Réessayer").click()
    visitor.reads("1 · bonjour")
    expect(visitor.page.locator(".failed")).to_have_count(0)
    expect(visitor.said).to_have_count(1)


def test_a_slow_answer_is_announced_and_then_comes(house: House, visit: Visit) -> None:
    house.host.seconds = 3.2
    visitor = Visitor(visit().new_page(), house.url).open()
    visitor.say("bonjour")
    expect(visitor.page.locator(".said")).to_contain_text("Votre message est bien gardé")
    visitor.reads("1 · bonjour")
    expect(visitor.page.locator(".said")).not_to_contain_text("bien gardé")
