"""Whatever stands in an address, a form or a document, none of the agents' pages breaks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import actions.crm.console
from knowledge_base.console.declared import Declared
from tests.actions.crm.console.conftest import Desk
from tests.knowledge_base.console.hostile import TYPED, bodies
from tests.knowledge_base.console.routes import api_routes, page_routes

HOSTILE = ("9" * 30, "-1", "1\x00", "١٢", "NaN", "a" * 2000, "9999-12-31", "0001-01-01", "\ud800", "' or 1=1 --")
VALUES = [quote(one.encode("utf-8", "surrogatepass"), safe="") for one in HOSTILE]
PLACE = re.compile(r"\{[^}]+\}")
QUESTIONS = {"day", "queue", "status", "owner", "late", "signal", "channel", "before", "after", "q", "limit"}

TEMPLATES = Path(actions.crm.console.__file__).parent / "templates"
NAME = re.compile(r'name="([a-z][\w-]*)"')


def routes(desk: Desk, method: str = "GET") -> Iterator[tuple[str, Declared]]:
    """The agents' own pages, and the same as JSON."""
    console = desk.house.console
    for prefix, found in (("/console", page_routes(console)), ("/api/curation", api_routes(console))):
        for one in found:
            if one.method == method and one.endpoint.__module__.startswith("actions."):
                yield prefix, one


def places(desk: Desk) -> list[str]:
    """What a route may be asked about: a callback, a case, a person, and nothing."""
    callback, case = desk.callback(), desk.case(2)
    return [callback, case, "C-1", "1"]


def fields() -> set[str]:
    """The name of every field of every form."""
    found = {name for path in TEMPLATES.glob("*.html") for name in NAME.findall(path.read_text())}
    return (found | {"text", "who", "outcome", "again"}) - {"csrf"}


def test_no_question_breaks_a_page(desk: Desk) -> None:
    desk.callback()
    desk.case()
    who, broken, asked = desk.colleague(), [], 0
    for prefix, route in routes(desk):
        names = QUESTIONS | set(inspect.signature(route.endpoint).parameters)
        for value in VALUES:
            query = "&".join(f"{name}={value}" for name in sorted(names - {"visit", "ref"}))
            path = f"{prefix}{PLACE.sub('1', route.path)}"
            status, asked = who.client.get(f"{path}?{query}").status_code, asked + 1
            if status >= 500:
                broken.append((status, path, value[:30]))
    assert asked > 50
    assert broken == []


def test_no_form_breaks_a_page(desk: Desk) -> None:
    who, asked, broken = desk.colleague(), 0, []
    refs = places(desk)
    for prefix, route in routes(desk, "POST"):
        for ref in refs if prefix == "/console" else ():
            for value in (*TYPED, "note", "outcome:reached", "assign"):
                path, asked = PLACE.sub(ref, route.path), asked + 1
                answer = who.post(path, **dict.fromkeys(fields(), value))
                assert answer.status_code not in (401, 403), (path, value[:30])
                if answer.status_code >= 500:
                    broken.append((path, value[:30]))
    assert asked > 100
    assert broken == []


def test_no_document_breaks_what_programs_ask(desk: Desk) -> None:
    described, who = desk.house.app.openapi(), desk.colleague()
    refs, asked, broken = places(desk), 0, []
    for path, methods in described["paths"].items():
        content = methods.get("post", {}).get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        for body in bodies(schema, described["components"]["schemas"]) if "/crm/" in path else ():
            for ref in refs if PLACE.search(path) else refs[:1]:
                headers = {"X-CSRF-Token": who.csrf}
                answer = who.client.post(PLACE.sub(ref, path), json=body, headers=headers)
                asked += 1
                assert answer.status_code not in (401, 403), path
                if answer.status_code >= 500:
                    broken.append((path, str(body)[:60]))
    assert asked > 50
    assert broken == []
