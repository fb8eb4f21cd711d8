"""A visitor in front of the widget: what they do and what they see, whatever it is made of."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

Pattern = re.Pattern[str]


class Visitor:
    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        page.goto(address)

    @property
    def launcher(self) -> Locator:
        return self.page.locator(".launcher")

    @property
    def panel(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def composer(self) -> Locator:
        return self.page.locator("#message")

    @property
    def replies(self) -> Locator:
        return self.page.locator(".reply .bubble")

    @property
    def said(self) -> Locator:
        return self.page.locator(".said .bubble")

    def open(self) -> Visitor:
        self.launcher.click()
        expect(self.panel).to_be_visible()
        return self

    def say(self, text: str, answer: str | Pattern = "") -> Visitor:
        self.composer.fill(text)
        self.composer.press("Enter")
        if answer:
            self.reads(answer)
        return self

    def reads(self, answer: str | Pattern) -> None:
        expect(self.replies.filter(has_text=answer).last).to_be_visible()

    def button(self, name: str | Pattern) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=isinstance(name, str))

    def menu(self, item: str, more: str = "Autres actions") -> None:
        self.button(more).click()
        self.button(item).click()
