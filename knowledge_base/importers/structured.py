"""The questions that a page describes for search engines: JSON-LD and microdata of a FAQPage."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

LINKED_DATA = re.compile(
    r"<script[^>]+application/ld\+json[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
DEEPEST = 20
Entry = tuple[str, str, str]  # question, answer as HTML, the question's id on the page


def linked(html: str) -> list[Entry]:
    """What the page says in JSON-LD."""
    entries = []
    for block in LINKED_DATA.findall(html):
        try:
            content = json.loads(block, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
        entries += [entry for item in _questions(content) for entry in _entry(item)]
    return entries


def _entry(item: dict[str, Any]) -> Iterator[Entry]:
    answer = item.get("acceptedAnswer") or item.get("suggestedAnswer")
    answer = answer[0] if isinstance(answer, list) and answer else answer
    text = answer.get("text") if isinstance(answer, dict) else None
    name = item.get("name") or item.get("text")
    if isinstance(text, str) and isinstance(name, str):
        address = str(item.get("@id") or item.get("url") or "")
        yield name, text, address.partition("#")[2]


def _questions(content: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(content, list):
        for item in content:
            yield from _questions(item, depth + 1)
    elif isinstance(content, dict):
        if _is_a(content.get("@type"), "Question"):
            yield content
        for name in ("@graph", "mainEntity", "hasPart"):
            yield from _questions(content.get(name), depth + 1)


def _is_a(kind: Any, name: str) -> bool:
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(one, str) and one.rpartition("/")[2] == name for one in kinds)


def marked_up(tree: Any, html_of: Any) -> list[Entry]:
    """What the page says in microdata; `html_of` gives an element's inside."""
    entries = []
    for item in tree.iter():
        if not _is_item(item, "Question"):
            continue
        name = next(_held(item, "name"), None)
        answer = next((e for e in _held(item, "acceptedAnswer", "suggestedAnswer")), None)
        text = next(_held(answer, "text"), answer) if answer is not None else None
        if name is not None and text is not None:
            entries.append((_said(name, html_of), _said(text, html_of), item.get("id") or ""))
    return entries


def _is_item(element: Any, name: str) -> bool:
    kinds = str(element.get("itemtype") or "").split() if isinstance(element.tag, str) else []
    return any(kind.rpartition("/")[2] == name for kind in kinds)


def _held(item: Any, *names: str) -> Iterator[Any]:
    for element in item.iterdescendants():
        if isinstance(element.tag, str) and set(str(element.get("itemprop") or "").split()) & set(
            names
        ):
            yield element


def _said(element: Any, html_of: Any) -> str:
    return str(element.get("content") or html_of(element))
