"""From the chat to the telephone with a code, and from the telephone to the chat."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot import database
from bot.settings import settings
from connectors.handover import Handovers
from tests.browser.house import House
from tests.browser.test_accessibility import SMALL_TARGETS, violations
from tests.browser.visitor import Visitor

T = TypeVar("T")
Visit = Callable[..., BrowserContext]


class Telephone:
    """The other process: the same database and secret, a caller instead of a visitor."""

    def __init__(self) -> None:
        self.handovers = Handovers(database.engine(), settings().signing_key())

    def enters(self, code: str) -> str | None:
        return self._do(self.handovers.redeem(code, "+33612345678"))

    def gives(self, conversation: str) -> str:
        return self._do(self.handovers.issue(conversation)).code

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        """In a thread of its own: the browser's driver has a loop in this one."""
        with ThreadPoolExecutor(1) as other:
            return other.submit(asyncio.run, work).result()


@pytest.fixture()
def reachable(house: House) -> House:
    """The house, whose telephone is there."""
    house.close()
    house.doors = []
    house.open()
    return house


@pytest.fixture()
def telephone(reachable: House) -> Iterator[Telephone]:
    made = Telephone()
    yield made
    made.handovers.close()


def called(house: House, page: Page, text: str) -> None:
    """What a caller said, as the telephone's process tells the desk."""
    answer = page.request.post(
        f"{house.url}/webhooks/rest/webhook",
        data={"sender": "call-1", "message": text, "input_channel": "voice"},
        headers={"Authorization": f"Bearer {settings().token()}"},
    )
    assert answer.ok


def test_a_visitor_goes_on_by_phone_with_a_code(
    reachable: House,
    telephone: Telephone,
    visit: Visit,
    size: str,
    photograph: Callable[[Page, str], None],
) -> None:
    page = visit(size, reduced_motion="reduce").new_page()
    visitor = Visitor(page, reachable.url).open()
    visitor.say("bonjour", "1 · bonjour")
    visitor.menu("Continuer par téléphone")
    code = page.locator(".sheet .code")
    expect(code).to_contain_text(re.compile(r"\d{3} \d{3}"))
    expect(code.locator(".unseen")).to_have_text(re.compile(r"^\d( \d){5}$"))
    link = page.locator(".sheet").get_by_role("link", name="01 99 00 32 32")
    expect(link).to_have_attribute("href", "tel:0199003232")
    assert violations(page) == []
    photograph(page, f"code-{size}")
    digits = str(code.locator("[aria-hidden]").text_content())
    assert telephone.enters(digits) == reachable.host.heard[0].sender
    assert telephone.enters(digits) is None


def test_a_visitor_who_asks_too_often_is_told_so(reachable: House, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), reachable.url).open()
    visitor.say("bonjour", "1 · bonjour")
    for _ in range(5):
        visitor.menu("Continuer par téléphone")
        expect(visitor.page.locator(".sheet .code")).to_be_visible()
        visitor.page.keyboard.press("Escape")
    visitor.menu("Continuer par téléphone")
    expect(visitor.page.locator(".sheet").get_by_role("alert")).to_contain_text("dix minutes")


def test_a_caller_opens_the_call_in_the_chat(
    reachable: House, telephone: Telephone, visit: Visit, size: str
) -> None:
    page = visit(size, reduced_motion="reduce").new_page()
    visitor = Visitor(page, reachable.url).open()
    visitor.say("autre chose", "1 · autre chose")
    called(reachable, page, "allô")
    visitor.menu("J’ai un code")
    expect(page.get_by_label("Code à six chiffres")).to_be_focused()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    expect(page.locator("#code-error")).to_have_text("Un code a six chiffres.")
    page.get_by_label("Code à six chiffres").fill("000 000")
    page.keyboard.press("Enter")
    expect(page.locator("#code-error")).to_contain_text("n’est pas valable")
    assert violations(page) == []
    if size == "phone":
        assert page.evaluate(SMALL_TARGETS, 44) == []
    page.get_by_label("Code à six chiffres").fill(telephone.gives("call-1"))
    visitor.button("Reprendre la conversation").click()
    visitor.reads("2 · allô")
    expect(visitor.said).to_have_text(re.compile("allô"))
    visitor.say("et la suite ?", "3 · et la suite ?")
    assert reachable.host.heard[-1].sender == "call-1"
    page.reload()
    visitor.open() if size == "phone" else None
    visitor.reads("2 · allô")


def test_a_link_shows_its_code_and_opens_the_call_when_the_visitor_agrees(
    reachable: House, telephone: Telephone, visit: Visit
) -> None:
    page = visit().new_page()
    called(reachable, page, "allô")
    code = telephone.gives("call-1")
    visitor = Visitor(page, f"{reachable.url}/?guichet={code}&x=1")
    expect(page.get_by_label("Code à six chiffres")).to_have_value(code)
    assert page.url == f"{reachable.url}/?x=1"
    visitor.button("Reprendre la conversation").click()
    visitor.reads("1 · allô")
    expect(page.locator(".sheet")).to_have_count(0)
