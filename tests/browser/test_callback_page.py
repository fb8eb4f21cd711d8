"""The page behind a callback's link, in a browser that runs no script."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from actions.crm.embedded import EmbeddedCrm
from actions.crm.letters.links import token_of
from actions.crm.records import CallbackStatus, NewCallback
from bot import database
from bot.clock import now
from bot.settings import settings
from tests.browser.house import House
from tests.browser.test_accessibility import violations

T = TypeVar("T")
Visit = Callable[..., BrowserContext]
SMALL = """(least) => [...document.querySelectorAll("button, .button, summary, label")].filter((e) => {
  const box = e.getBoundingClientRect();
  return box.width && Math.min(box.width, box.height) < least - 0.5;
}).map((e) => e.outerHTML.slice(0, 90))"""
WIDE = "() => document.documentElement.scrollWidth > innerWidth"


def run(work: Coroutine[Any, Any, T]) -> T:
    """In a thread: Playwright's loop runs in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture
def link(house: House, monkeypatch: pytest.MonkeyPatch) -> str:
    """A callback of the desk's own books, on the next free time in a day."""
    monkeypatch.setenv("GUICHET_NOW", "2026-11-23T09:00:00")
    settings.cache_clear()
    database.migrate()
    crm = EmbeddedCrm(timeout=30)
    house.close()
    house.open(crm=crm)
    start = run(crm.free_slots(now() + timedelta(days=1)))[0]
    reason = "ma facture de novembre, qui a augmenté sans raison"
    booked = run(crm.book_callback(NewCallback("+33639980178", start, reason, "one")))
    return f"{house.url}/callback/{token_of(booked.ref)}"


def status(link: str) -> CallbackStatus:
    ref = link.rsplit("/", 1)[1].split(".")[0]
    found = run(EmbeddedCrm(timeout=30).callback(ref))
    assert found
    return found.status


def is_well(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate(WIDE) is False
    assert page.evaluate(SMALL, 24) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible(
    link: str, visit: Visit, size: str, scheme: str, photograph: Callable[[Page, str], None]
) -> None:
    page = visit(size, color_scheme=scheme).new_page()
    for number, path in enumerate(["", "/cancel", "/move", "?language=en", "x"]):
        page.goto(link + path)
        photograph(page, f"callback-{number}-{scheme}-{size}")
        is_well(page)


def test_a_callback_is_moved_then_cancelled_without_a_script(
    link: str, visit: Visit, size: str
) -> None:
    page = visit(size, java_script_enabled=False).new_page()
    page.goto(link)
    page.get_by_role("link", name="Déplacer ce rappel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Choisir un autre moment")
    page.get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="Déplacer le rappel").click()
    expect(page.get_by_role("status")).to_have_text("C’est fait : votre rappel est déplacé.")
    assert status(link) is CallbackStatus.MOVED
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Cancel this callback").click()
    assert status(link) is CallbackStatus.MOVED
    page.get_by_role("button", name="Yes, cancel the callback").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This callback is cancelled")
    assert status(link) is CallbackStatus.CANCELLED


def test_a_keyboard_reaches_and_presses_everything(link: str, visit: Visit) -> None:
    page = visit().new_page()
    page.goto(f"{link}/move")
    for _ in range(3):  # the other language, the first day, its first time
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator("input:checked").count() == 1
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_visible()
    assert status(link) is CallbackStatus.MOVED
