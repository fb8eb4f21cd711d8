"""The pictures of the guides: taken from the console itself when `GUICHET_TAKE_PICTURES=1`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from bot.clock import now
from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.console.wording import texts as texts_of
from knowledge_base.curation.asked import Asked, keep
from knowledge_base.curation.inbox import Inbox
from tests.browser.conftest import SCREENS
from tests.browser.house import Served
from tests.browser.test_console_publish import signed_in
from tests.conftest import ROOT
from tests.knowledge_base.console.publishing import BILL, LIVE, PUK, WIFI, Shop
from tests.knowledge_base.gate.conftest import WordEncoder

Visit = Callable[..., BrowserContext]
PICTURES = ROOT / "docs" / "pictures"
GUIDES = {"fr": ROOT / "docs" / "equipe.md", "en": ROOT / "docs" / "team.md"}
EN = {
    "puk": ("Unlock a SIM card", ("lost PUK code", "SIM card locked")),
    "bill": ("Understand the bill", ("bill too high", "amount of my bill")),
    "wifi": ("Slow Wi-Fi", ("slow connection bedroom", "weak wireless network")),
}
ASKED = {
    "fr": (("où recharger ma voiture en boutique", 4), ("recharger voiture électrique boutique", 2),
           ("carte SIM bloquée code PUK", 3), ("facture trop chère montant", 2)),
    "en": (("charge my car at the shop", 4), ("charge an electric car shop", 2),
           ("SIM card locked PUK", 3), ("bill amount too high", 2)),
}  # fmt: skip
TRIED = {"fr": "code PUK perdu", "en": "lost PUK code"}
TRAVEL = {"fr": "Téléphoner à l’étranger", "en": "Calling from abroad"}
HEADINGS = {
    "home": ("Bonjour", "Hello"), "inbox": ("Questions", "Questions"),
    "group": ("boutique", "shop"), "article": ("Débloquer|Unlock", "Débloquer|Unlock"),
    "try": ("Essayer", "Try it"), "check": ("Vérification", "Check"),
    "insight": ("Indicateurs", "Insight|Figures"),
}  # fmt: skip


def english(one: Article) -> Article:
    title, phrasings = EN[one.id]
    return replace(one, language="en", title=title, phrasings=phrasings, body=f"{title}: how to.",
                   voice=f"{title}.")  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    made = Shop(tmp_path, WordEncoder(), (*LIVE, *(english(one) for one in LIVE)))
    with made.house.console.database.begin() as connection:
        for language, some in ASKED.items():
            for text, people in some:
                for person in range(people):
                    at = now() - timedelta(days=person + 1)
                    keep(connection, Asked(text, language=language, channel="web", at=at,
                                           decision="abstained", reason="abstained",
                                           sender=f"{language}-{text}-{person}"))  # fmt: skip
        for person in range(30):
            at, article = now() - timedelta(days=8 + person), LIVE[person % 3]
            keep(connection, Asked(article.phrasings[0], language="fr", channel="web", at=at,
                                   decision="answered", article=article.id, confidence=0.9,
                                   sender=f"happy-{person}"))  # fmt: skip
    Inbox(made.house.console.database, made.live.encoder).gather()
    made.drafts.withdraw(BILL.key, "agent")
    made.drafts.save(replace(WIFI, body="Rapprochez-vous de la box, puis redémarrez-la."), "agent")
    yield made
    made.live.close()
    settings.cache_clear()


@pytest.fixture
def console(shop: Shop) -> Iterator[str]:
    served = Served(shop.house.app, 0)
    yield f"http://127.0.0.1:{served.port}/console"
    served.close()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guides_show_what_the_console_shows(
    shop: Shop, console: str, visit: Visit, language: str
) -> None:
    page = signed_in(visit(), console, "curator")
    if language == "en":
        page.get_by_role("button", name="English").click()
    group = Inbox(shop.house.console.database, shop.live.encoder).page(language).groups[0].id
    drafts = {key: one.revision for key, one in shop.drafts.all().items()}
    check = shop.house.console.checks.start(drafts, "Relecture", "curator")
    shop.house.console.checks.wait(check)
    asked = TRIED[language].replace(" ", "+")
    addresses = {"home": "/", "inbox": f"/inbox?language={language}", "group": f"/inbox/{group}",
                 "article": f"/articles/{PUK.id}", "try": f"/try?q={asked}&language={language}",
                 "check": f"/publish/checks/{check}", "insight": "/insight?days=90"}  # fmt: skip
    for name, address in addresses.items():
        page.goto(console + address)
        heading = re.compile(HEADINGS[name][language == "en"])
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        _take(page, f"{language}-{name}")
    page.goto(f"{console}/import")
    page.locator("#file").set_input_files(_sheet(language))
    page.locator("form.card button.main").click()
    expect(page.locator("ul.counts")).to_be_visible()
    _take(page, f"{language}-import")


def _sheet(language: str) -> FilePayload:
    """A sheet with something new, something known and something wrong."""
    rows = ["id,language,title,body", f"roaming,{language},{TRAVEL[language]},{TRAVEL[language]}.",
            f"wifi,{language},Wi-Fi,{TRAVEL[language]}.", f"empty,{language},Vide,"]  # fmt: skip
    return {"name": "faq.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}



def _take(page: Page, name: str) -> None:
    """A picture among the reports; into the guides only when that is asked for."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    path = SCREENS / f"guide-{name}.png"
    page.screenshot(path=path, animations="disabled")
    if os.environ.get("GUICHET_TAKE_PICTURES") == "1":
        PICTURES.mkdir(exist_ok=True)
        Image.open(path).convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(
            PICTURES / f"{name}.png", optimize=True
        )


def test_the_guides_name_pictures_that_exist_and_have_the_same_chapters() -> None:
    texts = {language: path.read_text(encoding="utf-8") for language, path in GUIDES.items()}
    shown = {one: re.findall(r"!\[([^\]]+)\]\((pictures/[^)]+)\)", text) for one, text in texts.items()}
    for found in shown.values():
        assert len(found) == 11 and all((ROOT / "docs" / path).is_file() for _, path in found)
    assert [path[12:] for _, path in shown["fr"]] == [path[12:] for _, path in shown["en"]]
    for language, text in texts.items():
        words = texts_of(language)
        for kind in (key.removeprefix("publish.kinds.") for key in words if key.startswith("publish.kinds.")):
            row = rf"^\| {re.escape(str(words[f'publish.kinds.{kind}']))} \| [^|]+ \| {re.escape(str(words[f'publish.todo.{kind}']))} \|$"
            assert re.search(row, text, re.MULTILINE), (language, kind)
    shape = {one: re.findall(r"^(#+|\||!|\*) ", text, re.MULTILINE) for one, text in texts.items()}
    assert shape["fr"] == shape["en"]
