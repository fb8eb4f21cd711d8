"""Whatever stands in an address, a form or a document, no route of the console breaks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from bot.settings import settings
from knowledge_base.console.declared import Declared
from knowledge_base.console.frame import Console
from knowledge_base.console.rendering import TEMPLATES
from knowledge_base.curation.inbox import Inbox
from tests.knowledge_base.console.conftest import Colleague
from tests.knowledge_base.console.hostile import TYPED, bodies
from tests.knowledge_base.console.publishing import PIE, Shop
from tests.knowledge_base.console.routes import api_routes, page_routes
from tests.knowledge_base.gate.conftest import WordEncoder

HOSTILE = (
    "9" * 30, "2147483648", "-1", "1\x00", "١٢", "²", "NaN", "a" * 2000, "9999-12-31",
    "../../etc/passwd", "\ud800".encode("utf-8", "surrogatepass"), b"\xff\xfe", "' or 1=1 --",
)  # fmt: skip
VALUES = [quote(one, safe="") for one in HOSTILE]
ENDS_THE_SESSION = ("/sign-out", "/account/sessions/end")
PLACE = re.compile(r"\{[^}]+\}")
NAME = re.compile(r'name="([a-z][\w-]*)"')


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """With a draft and a group, so that the routes have something to do."""
    path = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GUICHET_DATA_DIR", str(path))
        patch.setenv("GUICHET_NOW", "2026-11-24T10:00:00+01:00")
        settings.cache_clear()
        made = Shop(path, WordEncoder())
        made.drafts.save(PIE, "curator")
        Inbox(made.house.console.database, WordEncoder()).gather()
        yield made
    settings.cache_clear()


@pytest.fixture(scope="module")
def administrator(shop: Shop) -> Colleague:
    return shop.house.colleague("administrator")


def is_own(one: Declared) -> bool:
    """Pages that another room put into the console have tests of their own."""
    return str(one.endpoint.__module__).startswith("knowledge_base.")


def own_pages(console: Console) -> list[Declared]:
    return [one for one in page_routes(console) if is_own(one)]


def declared(console: Console) -> Iterator[tuple[str, Declared]]:
    for prefix, found in (("/console", page_routes(console)), ("/api/curation", api_routes(console))):
        yield from ((prefix, one) for one in found if is_own(one) and one.path not in ENDS_THE_SESSION)


def asked_of(one: Declared) -> set[str]:
    """What a route reads from an address: its parameters, and what lists and plots are asked."""
    own = set(inspect.signature(one.endpoint).parameters) - {"visit", *PLACE.findall(one.path)}
    return own | {"list", "language", "since", "until", "step", "channel", "older", "before", "next"}


def fields() -> set[str]:
    """The name of every field of every form."""
    found = {name for path in TEMPLATES.glob("*.html") for name in NAME.findall(path.read_text())}
    return found | {"q", "title", "why", "at", "days", "seen-0.01"} - {"csrf", "color-scheme", "viewport"}


def broken(shop: Shop, who: Colleague, asked: Iterator[tuple[str, str, dict[str, Any]]]) -> list[str]:
    """The requests that were answered by a failure, signed in again whenever that is needed."""
    found = []
    for method, path, more in asked:
        response = who.client.request(method, path, headers={"X-CSRF-Token": who.csrf}, **more)
        if response.status_code >= 500:
            found.append(f"{response.status_code} {method} {path[:90]} {str(more)[:90]}")
        if response.status_code in (401, 403) or "sign-in" in response.headers.get("location", ""):
            assert who.sign_in("administrator").status_code == 303
    return found


def test_a_hostile_place_in_an_address_breaks_no_route(shop: Shop, administrator: Colleague) -> None:
    def asked() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for prefix, one in declared(shop.house.console):
            for value in VALUES if PLACE.search(one.path) else ():
                yield one.method, prefix + PLACE.sub(value, one.path), {}

    assert broken(shop, administrator, asked()) == []


def test_a_hostile_question_breaks_no_route(shop: Shop, administrator: Colleague) -> None:
    def asked() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for prefix, one in declared(shop.house.console):
            for value in VALUES if one.method == "GET" else ():
                query = "&".join(f"{name}={value}" for name in sorted(asked_of(one)))
                yield one.method, f"{prefix}{PLACE.sub('1', one.path)}?{query}", {}

    assert broken(shop, administrator, asked()) == []


def test_a_hostile_form_breaks_no_page(shop: Shop, administrator: Colleague) -> None:
    def asked() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for one in own_pages(shop.house.console):
            if one.method != "POST" or one.path in ENDS_THE_SESSION:
                continue
            for value in TYPED:
                yield "POST", "/console" + PLACE.sub("1", one.path), {"data": dict.fromkeys(fields(), value)}

    assert broken(shop, administrator, asked()) == []


def test_a_file_where_a_word_is_wanted_breaks_no_page(shop: Shop, administrator: Colleague) -> None:
    def asked() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for one in own_pages(shop.house.console):
            if one.method != "POST" or one.path in ENDS_THE_SESSION:
                continue
            files = {name: ("a.csv", b"\x00\xff", "text/csv") for name in sorted(fields())}
            yield "POST", "/console" + PLACE.sub("1", one.path), {"files": files}

    assert broken(shop, administrator, asked()) == []


def test_a_hostile_document_breaks_no_api_route(shop: Shop, administrator: Colleague) -> None:
    described = shop.house.app.openapi()
    known = described["components"]["schemas"]

    def asked() -> Iterator[tuple[str, str, dict[str, Any]]]:
        for path, methods in described["paths"].items():
            for method, one in methods.items():
                content = one.get("requestBody", {}).get("content", {})
                schema = content.get("application/json", {}).get("schema", {})
                for body in bodies(schema, known) if content else ():
                    yield method.upper(), PLACE.sub("1", path), {"json": body}

    assert broken(shop, administrator, asked()) == []
