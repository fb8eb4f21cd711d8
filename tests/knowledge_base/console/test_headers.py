"""What every page carries, and how failures look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from bot import database
from bot.settings import settings
from knowledge_base.console import home
from knowledge_base.console.parts import HomeCard, Part
from knowledge_base.curation.roles import Right
from tests.knowledge_base.console.conftest import Colleague, House, new_house


def test_every_answer_is_framed_safely(shared: House) -> None:
    someone = shared.colleague("reader")
    for path in ("/", "/sign-in", "/nowhere", "/people"):
        headers = someone.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert re.fullmatch(r"[0-9a-f]{12}", headers["x-correlation-id"])


def test_no_page_needs_what_the_policy_forbids(shared: House) -> None:
    administrator = shared.colleague("administrator")
    for path in ("/", "/account", "/people", "/tokens", "/audit"):
        html = administrator.get(path).text
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", html) == []
        assert len(re.findall(r"<h1[\s>]", html)) == 1
        assert len(re.findall(r'id="([^"]+)"', html)) == len(set(re.findall(r'id="([^"]+)"', html)))


def test_files_are_kept_for_ever_under_the_name_of_their_content(shared: House) -> None:
    someone = shared.stranger()
    found = re.findall(r'(?:src|href)="/console(/static/[^"]+)"', someone.get("/sign-in").text)
    assert {path.rsplit("/", 1)[1] for path in found} == {"console.css", "icon.svg", "htmx.min.js", "console.js"}
    for path in found:
        assert "immutable" in someone.get(path).headers["cache-control"]
    assert someone.get("/static/000000000000/console.css").status_code == 404
    assert someone.get("/static/x/..%2f..%2fframe.py").status_code == 404


def test_cookies_are_for_this_host_alone_once_there_is_tls(tmp_path: Path) -> None:
    house = new_house(tmp_path, secure=True)
    someone = Colleague(house.app)
    someone.client.base_url = "https://desk.example"  # type: ignore[assignment]
    given = someone.sign_in("reader").headers.get_list("set-cookie")
    (session,) = [one for one in given if one.startswith("__Host-guichet_console=")]
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(session.split("; "))
    assert "Domain" not in session
    assert someone.get("/").status_code == 200


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/people", 403), ("/audit?older=x", 403)])
def test_refusals_are_plain_pages(shared: House, path: str, status: int) -> None:
    page = shared.colleague("reader").get(path)
    assert page.status_code == status
    assert page.headers["x-correlation-id"] in page.text and "<h1>" in page.text


def test_a_failure_shows_its_number_and_nothing_else(shared: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("a secret detail")

    someone = shared.colleague("reader")
    monkeypatch.setattr(shared.console.sessions, "of", fail)
    page = someone.get("/account")
    assert page.status_code == 500 and "secret detail" not in page.text
    assert page.headers["x-correlation-id"] in page.text
    assert "default-src" in page.headers["content-security-policy"]


def test_a_card_that_fails_leaves_the_others(shared: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_visit: Any) -> Any:
        raise RuntimeError

    cards = (HomeCard(Right.READ, "refusal.html", fail), HomeCard(Right.AUDIT, "refusal.html", fail))
    monkeypatch.setitem(vars(shared.console), "parts", [*shared.console.parts, Part(home.pages, cards=cards)])
    page = shared.colleague("reader").get("/")
    assert page.status_code == 200 and "Rien ne vous attend" in page.text


@pytest.fixture()
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A gateway's part of the console, without tables and without knowledge."""
    monkeypatch.setenv("GUICHET_DATA_DIR", str(tmp_path))
    settings.cache_clear(), database.engine.cache_clear()
    from knowledge_base.console.opening import open_console

    console = open_console(None, lambda scope: "1.2.3.4")
    app = FastAPI()
    app.include_router(console.api())
    app.mount("/console", console.site())
    yield Colleague(app)
    monkeypatch.undo()
    settings.cache_clear(), database.engine.cache_clear()


def test_without_tables_it_says_so_and_lives(bare: Colleague) -> None:
    assert bare.get("/sign-in").status_code == 200
    assert bare.post("/sign-in", name="a", password="b").status_code == 503
    bare.client.cookies.set("guichet_console", "anything", domain="desk.example", path="/")
    assert bare.get("/").status_code == 503
    busy = bare.client.get("/api/curation/me")
    assert (busy.status_code, busy.json()["reason"]) == (503, "busy")


def test_console_without_a_slash_leads_to_signing_in(shared: House) -> None:
    client = TestClient(shared.app, base_url="http://desk.example")
    assert client.get("/console").url.path == "/console/sign-in"
