"""A real Chromium in front of a real gateway."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from bot import database
from bot.settings import settings
from tests.browser.house import House
from tests.conftest import PREPARED, free_port, missing_service

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREENS = PREPARED / "reports" / "screens"
PATIENCE = 20_000  # milliseconds; what is there is found at once
expect.set_options(timeout=PATIENCE)
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    if CHROMIUM is None:
        missing_service("chromium")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture()
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A gateway with a data folder of its own."""
    values = {
        "DATA_DIR": str(tmp_path),
        "SECRET": "a-secret-for-tests-that-is-long-enough",
        "VISITOR_RATE": "1000/minute",
        "ADDRESS_RATE": "10000/minute",
        "VOICE_PORT": str(free_port()),
    }
    for name, value in values.items():
        monkeypatch.setenv(f"GUICHET_{name}", value)
    forget_house()
    house = House()
    house.open()
    yield house
    house.close()
    forget_house()


def forget_house() -> None:
    settings.cache_clear()
    database.engine.cache_clear()


@pytest.fixture(params=SIZES)
def size(request: pytest.FixtureRequest) -> str:
    """Every test that asks for a size runs at 360 and at 1280 pixels."""
    return str(request.param)


@pytest.fixture()
def visit(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A visitor's browser, fresh, in French; `size` is `phone` or `desktop`."""
    contexts: list[BrowserContext] = []

    def visit(size: str = "desktop", **options: object) -> BrowserContext:
        width, height = SIZES[size]
        phone = {"has_touch": True, "is_mobile": True} if size == "phone" else {}
        wanted = {"locale": "fr-FR", "viewport": {"width": width, "height": height}}
        context = browser.new_context(**{**wanted, **phone, **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture()
def photograph() -> Callable[[Page, str], None]:
    """Keeps a picture of the page among the reports."""
    SCREENS.mkdir(parents=True, exist_ok=True)

    def photograph(page: Page, name: str) -> None:
        page.screenshot(path=SCREENS / f"{name}.png", animations="disabled")

    return photograph
