"""The articles' pages in a real browser: by keyboard, small and large, and safe to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from playwright.sync_api import BrowserContext, Page, expect
from starlette.staticfiles import StaticFiles

from bot.database import engine
from connectors import web as widget
from connectors.voice.saying import wav_of
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.releases import Releases
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore
from tests.browser.conftest import SCREENS
from tests.browser.house import Served
from tests.browser.test_accessibility import violations
from tests.knowledge_base.console.conftest import PASSWORD, House, new_house
from tests.knowledge_base.console.test_articles import BILL, PUK, PUK_EN

Visit = Callable[..., BrowserContext]
WIDE = "() => document.documentElement.scrollWidth > Math.min(innerWidth, screen.width)"
PAYLOAD = """<img src=x onerror="window.xss=1"> [x](javascript:window.xss=2)
<script>window.xss=3</script> **<svg onload=window.xss=4>**"""
# The widget's own rendering of what an article says, in this very page.
WIDGET = """async ([address, text]) => {
  const { blocks } = await import(address);
  document.body.append(blocks(text, { newTab: "" }));
  await new Promise((done) => setTimeout(done, 100));
  return document.body.innerText.includes("<script>");
}"""


@pytest.fixture()
def console(tmp_path: Path) -> Iterator[tuple[House, str]]:
    store = ArticleStore(engine(f"sqlite:///{tmp_path / 'console.db'}"))
    house = new_house(tmp_path, sources=Sources(tmp_path / "articles", store))
    late = replace(PUK, review=date(2026, 1, 1), voice="Composez le code reçu.")
    store.save([late, PUK_EN, BILL])
    served = Served(house.app, 0)
    yield house, f"http://127.0.0.1:{served.port}/console"
    served.close()


def entered(visit: Visit, url: str, size: str = "desktop") -> Page:
    page = visit(size).new_page()
    page.goto(f"{url}/sign-in")
    page.get_by_label("Nom").fill("curator")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bonjour")
    return page


def _widget() -> FastAPI:
    """The widget's files, and an empty page beside them."""
    app = FastAPI()
    folder = Path(widget.__file__).parent / "static"
    app.mount("/", StaticFiles(directory=folder, html=True))
    return app


def test_every_page_is_accessible_and_fits_the_screen(
    console: tuple[House, str], visit: Visit, size: str
) -> None:
    house, url = console
    SCREENS.mkdir(parents=True, exist_ok=True)
    sources: Sources = house.console.sources
    drafts, releases = Drafts(sources=sources), Releases(sources=sources)
    drafts.save(replace(PUK, body="Composez le **code PUK** reçu.\n\n1. un\n2. [deux](https://a.example)"), "Ève")
    releases.publish("Ève", "le code est reçu par courrier")
    page = entered(visit, url, size)
    drafts.save(replace(PUK, body="Composez le **code secret** reçu."), "Ève")
    for path in ("", "/articles?state=draft", "/articles", "/articles/new", "/articles/puk/history", "/articles/puk"):
        page.goto(url + path)
        assert violations(page) == [] and page.evaluate(WIDE) is False, path
        name = path.strip("/").replace("/", "-").split("?")[0] or "home"
        page.screenshot(path=SCREENS / f"console-{name}-{size}.png", full_page=True)
    page.locator("#fr_body").fill("Le mien.")
    drafts.save(replace(PUK, body="Le sien."), "Ève")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Ève a enregistré")
    assert violations(page) == [] and page.evaluate(WIDE) is False
    page.screenshot(path=SCREENS / f"console-conflict-{size}.png", full_page=True)


def test_an_article_is_edited_by_keyboard_with_a_live_preview(
    console: tuple[House, str], visit: Visit
) -> None:
    house, url = console
    page = entered(visit, url)
    page.keyboard.press("g")
    page.keyboard.press("a")
    expect(page.get_by_role("heading", level=1)).to_have_text("Articles")
    page.keyboard.press("/")
    page.keyboard.type("puk bloque")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Le code PUK").press("Enter")
    page.locator("#fr_body").press("Control+End")
    page.keyboard.type(" C’est *rapide*.")
    expect(page.locator("#fr-preview .as-chat em")).to_have_text("rapide")
    page.locator("#fr-view-chat").press("ArrowRight")
    expect(page.locator("#fr-preview .as-phone em")).to_be_visible()
    page.locator("#fr_voice").fill("x" * 301)
    expect(page.locator("#fr-preview .counter.bad")).to_contain_text("301 caractères sur 300")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("brouillon est enregistré")
    draft = Drafts(sources=house.console.sources).get(PUK.key)
    assert draft and draft.article.body.endswith("C’est *rapide*.")


# Tells for how many seconds the next sound plays, once it does.
PLAYED = """() => { const play = Audio.prototype.play;
  window.heard = new Promise((told) => {
    Audio.prototype.play = function () {
      const begun = play.call(this);
      begun.then(() => told(this.duration), () => told(0));
      return begun;
    };
  }); }"""


def test_a_voice_text_is_heard_in_the_page(console: tuple[House, str], visit: Visit) -> None:
    house, url = console
    page = entered(visit, url)
    house.console.speak = wav_of
    page.goto(f"{url}/articles/puk")
    page.evaluate(PLAYED)
    listen = page.get_by_role("button", name="Écouter").first
    listen.press("Enter")
    assert page.evaluate("window.heard") > 0.5
    expect(listen).to_be_enabled()
    house.console.speak = silent
    listen.press("Enter")
    expect(page.get_by_text("La voix n’a pas répondu.").first).to_be_visible()


def silent(text: str, language: str) -> bytes:
    raise OSError("no voice today")


def test_a_published_payload_runs_neither_in_the_console_nor_in_the_widget(
    console: tuple[House, str], visit: Visit
) -> None:
    house, url = console
    sources: Sources = house.console.sources
    odd = replace(PUK, title=PAYLOAD[:200], body=PAYLOAD, phrasings=(PAYLOAD,), owner=PAYLOAD)
    Drafts(sources=sources).save(odd, "Ève")
    Releases(sources=sources).publish("Ève", PAYLOAD)
    page = entered(visit, url)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    for path in ("", "/articles", "/articles/puk/history", "/articles/puk"):
        page.goto(url + path)
        page.wait_for_timeout(100)
        assert page.evaluate("window.xss") is None, path
    page.locator("#fr_body").press("End")
    page.keyboard.type("!")
    expect(page.locator("#fr-preview .as-chat")).to_contain_text("onerror")
    assert page.evaluate("window.xss") is None and complaints == []
    said = Served(_widget(), 0)
    try:
        page.goto(f"http://127.0.0.1:{said.port}/widget/styles.js")
        address = f"http://127.0.0.1:{said.port}/widget/markdown.js"
        assert page.evaluate(WIDGET, [address, sources.read().articles[PUK.key].body])
        assert page.evaluate("window.xss") is None
    finally:
        said.close()
