"""The inbox with the keyboard alone, for two colleagues at once, at two sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.settings import settings
from knowledge_base.curation.inbox import Inbox
from tests.browser.house import Served
from tests.browser.test_accessibility import violations
from tests.browser.test_console_publish import WIDE, signed_in
from tests.knowledge_base.console.publishing import PUK, Shop
from tests.knowledge_base.gate.conftest import WordEncoder

Visit = Callable[..., BrowserContext]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = Shop(tmp_path, WordEncoder())
    Inbox(made.house.console.database, made.live.encoder).gather()
    yield made
    made.live.close()
    settings.cache_clear()


@pytest.fixture
def console(shop: Shop) -> Iterator[str]:
    served = Served(shop.house.app, 0)
    yield f"http://127.0.0.1:{served.port}/console"
    served.close()


def test_every_verdict_has_a_key_and_is_taken_back_by_one(
    shop: Shop, console: str, visit: Visit
) -> None:
    page = signed_in(visit(), console, "agent")
    page.keyboard.press("g")
    page.keyboard.press("i")
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")
    for key, said in (
        ("s", "indésirable"), ("o", "hors sujet"), ("l", "reviendra"), ("p", "rejoint le brouillon"),
        ("n", "est créé"),
    ):  # fmt: skip
        page.goto(f"{console}/inbox")
        page.keyboard.press("j")
        expect(page.get_by_role("heading", level=1)).to_have_text("carte SIM bloquée code PUK")
        page.keyboard.press(key)
        expect(page.locator(".notice").first).to_contain_text(said)
        page.keyboard.press("u")
        expect(page.locator(".notice").first).to_contain_text("La décision est annulée")
        expect(page.get_by_role("heading", level=1)).to_have_text("carte SIM bloquée code PUK")
    assert shop.drafts.all() == {}
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("carte SIM bloquée code PUK")
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text("carte SIM bloquée code PUK")


def test_the_second_of_two_colleagues_is_told_of_the_first(
    shop: Shop, console: str, visit: Visit
) -> None:
    first, second = signed_in(visit(), console, "agent"), signed_in(visit(), console, "curator")
    for page in (first, second):
        page.goto(f"{console}/inbox")
        page.keyboard.press("j")
        expect(page.get_by_text(PUK.title).first).to_be_visible()
    first.keyboard.press("s")
    expect(first.locator(".notice").first).to_contain_text("indésirable")
    second.keyboard.press("p")
    expect(second.get_by_role("alert")).to_contain_text("agent a déjà décidé de ce groupe")
    assert shop.drafts.all() == {}


def test_axe_finds_nothing_on_its_pages(
    shop: Shop, console: str, visit: Visit, size: str, photograph: Callable[[Page, str], None]
) -> None:
    page = signed_in(visit(size), console, "curator")
    number, *_, last = (
        one.id for one in Inbox(shop.house.console.database, shop.live.encoder).page().groups
    )
    page.goto(f"{console}/inbox/{last}")
    page.keyboard.press("s")
    expect(page.locator(".notice").first).to_contain_text("indésirable")
    addresses = {"inbox": "/inbox", "group": f"/inbox/{number}", "verdicts": "/verdicts", "dismissed": "/inbox?list=dismissed",
                 "try": "/try?q=code+PUK+perdu&language=fr", "home": "/"}  # fmt: skip
    for title, address in addresses.items():
        page.goto(console + address)
        photograph(page, f"console-{title}-{size}")
        assert (title, violations(page)) == (title, [])
        assert not page.evaluate(WIDE), title
