"""Every registered route of a console, and what a role gets from it."""

from __future__ import annotations

import re
from typing import Any

from knowledge_base.console.declared import Declared
from knowledge_base.console.frame import Console

# For other parts' tests: put each into every field, and look for `traces` in the page.
PAYLOADS = (
    "<script>window.xss=1</script>",
    "<img src=x onerror=window.xss=1>",
    "\"><svg onload=window.xss=1>",
    "' onmouseover='window.xss=1",
    "javascript:window.xss=1",
    "{{ 7*7 }}{% raw %}",
    "</textarea><script>window.xss=1</script>",
    "<!--<script>-->&lt;script&gt;",
)
_LIVE = re.compile(
    r"<script>window|<img src=x|<svg onload|<[^>]+\son\w+\s*=|(?:href|src|action)=[\"']?javascript:|</textarea><script", re.I
)


def traces(html: str) -> list[str]:
    """What of a payload would run in a page; nothing when all was escaped."""
    return _LIVE.findall(re.sub(r'="[^"]*"', _quoted, html))


def _quoted(found: re.Match[str]) -> str:
    """A value in quotes cannot end its tag, unless it is an address that runs."""
    return found[0] if "javascript:" in found[0] else '=""'


def page_routes(console: Console) -> list[Declared]:
    return [one for part in console.parts for one in part.pages.routes]


def api_routes(console: Console) -> list[Declared]:
    return [one for part in console.parts if part.api for one in part.api.routes]


def path_of(declared: Declared) -> str:
    """The route with some value in each place of its path."""
    return re.sub(r"\{[^}]+\}", "99999", declared.path)


def ask(colleague: Any, prefix: str, declared: Declared) -> int:
    """The status of a request with nothing in it but what the guard wants."""
    path = prefix + path_of(declared)
    if prefix == "/console" and declared.method == "POST":
        return int(colleague.client.post(path, data={"csrf": colleague.csrf}).status_code)
    headers = {"X-CSRF-Token": colleague.csrf}
    return int(colleague.client.request(declared.method, path, headers=headers).status_code)
