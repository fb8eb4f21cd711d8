"""Bringing a sheet in by the keyboard, and figures that can be read on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from bot.settings import settings
from knowledge_base.curation.promise_choice import choose
from knowledge_base.curation.restoring import made
from knowledge_base.importers.archive_room import ArchiveRoom
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.browser.house import Served
from tests.browser.test_accessibility import violations
from tests.browser.test_console_publish import WIDE, signed_in
from tests.knowledge_base.console.conftest import House, new_house
from tests.knowledge_base.console.judged import Judged, decide
from tests.knowledge_base.console.test_import_pages import SHEET
from tests.knowledge_base.console.test_insight_pages import PUK, fill

Visit = Callable[..., BrowserContext]


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
    settings.cache_clear()
    house = new_house(tmp_path)
    house.hours.pass_by(hours=1)
    (tmp_path / "articles").mkdir()
    store = ArticleStore(house.console.database)
    store.save([PUK])
    house.console.sources = Sources(tmp_path / "articles", store)
    yield house
    settings.cache_clear()


@pytest.fixture
def console(house: House) -> Iterator[str]:
    served = Served(house.app, 0)
    yield f"http://127.0.0.1:{served.port}/console"
    served.close()


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "faq.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def examine(page: Page, console: str, sheet: Path) -> None:
    page.goto(f"{console}/import")
    page.get_by_label("Fichiers").set_input_files(sheet)
    page.get_by_role("button", name="Voir ce qui changerait").press("Enter")
    expect(page.get_by_role("heading", name="Ce qui changerait")).to_be_visible()


def test_a_sheet_becomes_drafts_by_the_keyboard(console: str, visit: Visit, sheet: Path) -> None:
    page = signed_in(visit(), console)
    page.keyboard.press("g")
    page.keyboard.press("m")
    expect(page.get_by_role("heading", name="Importer")).to_be_visible()
    examine(page, console, sheet)
    page.get_by_label("Le code PUK ?").focus()
    page.keyboard.press("Space")
    expect(page.get_by_label("Le code PUK ?")).not_to_be_checked()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("c")
    expect(page.get_by_text("1 brouillon attend")).to_be_visible()
    expect(page.get_by_text("L’eSIM ?")).to_be_visible()


def test_axe_finds_nothing_on_any_of_its_pages(
    house: House, console: str, visit: Visit, sheet: Path, size: str,
    photograph: Callable[[Page, str], None],
) -> None:  # fmt: skip
    fill(house)
    house.console.knowledge = Judged()
    decide(house.console.database, 1200)
    found = house.console.labelling.proposal(0.01, Judged(), ())
    choose(house.console.database, found, "administrator")
    page = signed_in(visit(size), console, "administrator")
    sources = house.console.sources
    path = made(house.console.database, sources, "administrator")
    restore = ArchiveRoom().keep(path.read_bytes(), "administrator")
    examine(page, console, sheet)
    preview = page.url.removeprefix(console)
    addresses = {"home-insight": "/", "insight": "/insight", "opinions": "/insight/satisfaction",
                 "confidence": "/confidence", "import": "/import", "preview": preview,
                 "export": "/export", "restore": f"/restore/{restore}"}  # fmt: skip
    for title, address in addresses.items():
        page.goto(console + address)
        for one in page.locator("main details").all():
            one.evaluate("it => { it.open = true }")
        photograph(page, f"console-{title}-{size}")
        assert (title, violations(page)) == (title, [])
        assert not page.evaluate(WIDE), title
