"""Whatever stands in an address, none of the agents' pages breaks."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from urllib.parse import quote

from knowledge_base.console.declared import Declared
from tests.actions.crm.console.conftest import Desk
from tests.knowledge_base.console.routes import api_routes, page_routes

HOSTILE = ("9" * 30, "-1", "1\x00", "١٢", "NaN", "a" * 2000, "9999-12-31", "0001-01-01", "\ud800", "' or 1=1 --")
VALUES = [quote(one.encode("utf-8", "surrogatepass"), safe="") for one in HOSTILE]
PLACE = re.compile(r"\{[^}]+\}")
QUESTIONS = {"day", "queue", "status", "owner", "late", "signal", "channel", "before", "after", "q", "limit"}

def routes(desk: Desk) -> Iterator[tuple[str, Declared]]:
    """The agents' own pages, and the same as JSON."""
    console = desk.house.console
    for prefix, found in (("/console", page_routes(console)), ("/api/curation", api_routes(console))):
        for one in found:
            if one.method == "GET" and one.endpoint.__module__.startswith("actions."):
                yield prefix, one


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
