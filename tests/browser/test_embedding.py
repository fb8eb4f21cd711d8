"""The widget on somebody else's site: one tag, a strict policy, the company's own looks."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import BrowserContext, Page, WebSocket, expect

from connectors.web.pages import STATIC
from tests.browser.conftest import forget_house
from tests.browser.house import House
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]
LIMIT = 60_000


class Site:
    """A page of another company, with a policy of its own that allows our server only."""

    def __init__(self) -> None:
        self.guichet, self.attributes, self.place = "", "", ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = site.html.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", site.policy)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def html(self) -> str:
        tag = f'<script src="{self.guichet}/widget.js" defer {self.attributes}></script>'
        return f'<!doctype html><html lang="en"><title>Elsewhere</title><h1>Elsewhere</h1>{self.place}{tag}'

    @property
    def policy(self) -> str:
        socket = self.guichet.replace("http", "ws")
        return f"default-src 'none'; script-src {self.guichet}; connect-src {self.guichet} {socket}"


@pytest.fixture()
def site(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    site = Site()
    house.close()
    monkeypatch.setenv("GUICHET_ORIGINS", site.url)
    forget_house()
    house.open()
    site.guichet = house.url
    yield site
    site.server.shutdown()


def test_one_tag_puts_the_widget_on_another_site(site: Site, visit: Visit) -> None:
    visitor = Visitor(visit().new_page(), site.url).open()
    visitor.say("hello", "1 · hello")
    expect(visitor.panel).to_contain_text("Automatic assistant")


def test_the_page_may_choose_the_place_of_the_element(site: Site, visit: Visit) -> None:
    site.place = '<main><guichet-chat data-title="Front desk"></guichet-chat></main>'
    visitor = Visitor(visit().new_page(), site.url).open()
    expect(visitor.panel.get_by_role("heading", name="Front desk")).to_be_visible()
    expect(visitor.page.locator("main > guichet-chat")).to_have_count(1)
    visitor.say("hello", "1 · hello")


def test_a_site_that_is_not_listed_gets_no_widget(house: House, visit: Visit) -> None:
    site = Site()
    site.guichet = house.url
    page = visit().new_page()
    page.goto(site.url)
    page.wait_for_timeout(500)
    expect(page.locator(".launcher")).to_have_count(0)
    site.server.shutdown()


def test_attributes_choose_language_title_colours_theme_and_place(site: Site, visit: Visit) -> None:
    site.attributes = (
        'data-language="fr" data-title="Le comptoir" data-color="rebeccapurple" '
        'data-theme="dark" data-position="left"'
    )
    visitor = Visitor(visit().new_page(), site.url)
    colour = "(e) => getComputedStyle(e).backgroundColor"
    assert visitor.launcher.evaluate(colour) == "rgb(102, 51, 153)"
    visitor.open()
    expect(visitor.panel.get_by_role("heading", name="Le comptoir")).to_be_visible()
    expect(visitor.panel).to_contain_text("Assistant automatique")
    assert visitor.panel.evaluate(colour) == "rgb(21, 26, 28)"
    box = visitor.panel.bounding_box()
    assert box is not None and box["x"] < 100


def test_an_element_that_leaves_the_page_hangs_up_and_goes_on_when_it_is_back(
    site: Site, visit: Visit
) -> None:
    page = visit().new_page()
    sockets: list[WebSocket] = []
    page.on("websocket", lambda opened: sockets.append(opened))
    visitor = Visitor(page, site.url).open()
    visitor.say("hello", "1 · hello")
    page.evaluate("(window.kept = document.querySelector('guichet-chat')).remove()")
    page.wait_for_function("() => !document.querySelector('guichet-chat')")
    until(lambda: sockets[0].is_closed(), "the line is let go", page)
    page.evaluate("document.body.append(window.kept)")
    visitor.say("again", "2 · again")
    assert len(sockets) == 2


def until(is_so: Callable[[], bool], what: str, page: Page) -> None:
    for _ in range(100):
        if is_so():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {what}")


def test_the_whole_widget_is_light() -> None:
    scripts = [STATIC / "widget.js", *sorted((STATIC / "widget").rglob("*.js"))]
    size = sum(len(gzip.compress(script.read_bytes())) for script in scripts)
    assert size < LIMIT
