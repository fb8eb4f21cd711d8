"""Reads JSON: lists of questions and answers, in the shapes that people export."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from knowledge_base.article import Article
from knowledge_base.importers.columns import add, article_of, meaning
from knowledge_base.refusals import Refused

LISTS = ("articles", "items", "data", "entries", "faq", "faqs", "questions", "documents", "rows",
         "categories", "sections", "topics", "themes", "rubriques", "results")  # fmt: skip
DEEPEST = 5
Row = tuple[int, Article | Refused]


def read_json(text: str) -> Iterator[Row]:
    """A list of objects, an object holding one, or {question: answer}; numbered from 1."""
    try:
        content = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise Refused(f"not JSON: {error.msg}", error.lineno, "not_json") from None
    except RecursionError:
        raise Refused("not JSON: nested too deeply", code="not_json") from None
    if not isinstance(content, (list, dict)):
        raise Refused("a list of articles is expected", code="not_json")
    for number, item in enumerate(_items(content), 1):
        yield number, _article(item)


def read_json_lines(text: str) -> Iterator[Row]:
    """One JSON object a line."""
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if line.strip():
            try:
                yield number, _article(json.loads(line))
            except (json.JSONDecodeError, RecursionError):
                yield number, Refused("not JSON", code="not_json")


def _items(content: Any, depth: int = 0) -> Iterator[Any]:
    """The entries of a list, those of its groups in their place."""
    if isinstance(content, list):
        for item in content:
            yield from _items(item, depth + 1) if _is_group(item, depth) else [item]
        return
    name = next((name for name in LISTS if isinstance(content.get(name), list)), "")
    if name and not _fields(content) & {"body"}:
        yield from _items(content[name], depth)
    elif _is_map(content):
        yield from _mapped(content)
    else:
        yield content


def _is_group(item: Any, depth: int) -> bool:
    """An object without an answer that holds a list of objects, such as a theme of a FAQ."""
    if not isinstance(item, dict) or depth >= DEEPEST or "body" in _fields(item):
        return False
    held: list[Any] = next((item[n] for n in LISTS if isinstance(item.get(n), list)), [])
    return bool(held) and isinstance(held[0], (dict, list))


def _is_map(content: dict[str, Any]) -> bool:
    """{question: answer}, or {id: object}."""
    if not content or "body" in _fields(content):
        return False
    return all(isinstance(value, str) for value in content.values()) or all(
        isinstance(value, dict) and "body" in _fields(value) for value in content.values()
    )


def _mapped(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, value in content.items():
        yield {"title": name, "body": value} if isinstance(value, str) else {"id": name, **value}


def _fields(item: Mapping[str, Any]) -> set[str]:
    return {meaning(str(name)) for name in item}


def _article(item: Any) -> Article | Refused:
    if isinstance(item, list) and len(item) == 2 and all(isinstance(text, str) for text in item):
        item = {"title": item[0], "body": item[1]}
    if not isinstance(item, Mapping):
        return Refused("not an object with fields", code="not_object")
    found: dict[str, Any] = {}
    for name, value in item.items():
        add(found, meaning(str(name)), value)
    return article_of(found)
