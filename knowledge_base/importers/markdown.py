"""Reads Markdown: an article with front matter, a FAQ or a glossary, or one plain page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import yaml

from knowledge_base.article import DATES, Article
from knowledge_base.refusals import Refused

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.M)
HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
BOLD_QUESTION = re.compile(r"^(?:\*\*|__)([^*_]{3,300}\?)\s*(?:\*\*|__)[ \t]*$")
BOLD_TERM = re.compile(
    r"^(?:[-*+][ \t]+)?\*\*(?P<term>[^*\n]{1,200}?)[ \t]*(?::[ \t]*\*\*|\*\*[ \t]*[:–—-])[ \t]*"
    r"(?P<text>.+(?:\n(?![ \t]*(?:[-*+]|\*\*|#)|[ \t]*\n).+)*)",
    re.M,
)
DEFINITION = re.compile(
    r"^(?!\s|[-*+#>|:])(?P<term>[^\n]{1,200})\n{1,2}:[ \t]+(?P<text>.+(?:\n[ \t].*)*)", re.M
)
COLLECTION = re.compile(r"\b(faq|glossaire|glossary|lexique|questions?)\b", re.IGNORECASE)
FENCE = re.compile(r"^\s*(```|~~~)")
NAMES = {field.name for field in fields(Article)} - {"body"}


@dataclass(frozen=True)
class Section:
    """A heading with what is written under it; `line` is where the heading stands."""

    level: int
    title: str
    body: str
    line: int


def read_markdown(text: str, name: str) -> Iterator[tuple[int, Article]]:
    """The articles of one page, each with its line; `language` is empty when it is not stated."""
    found = FRONT_MATTER.match(text)
    if found:
        yield 1, _described(found.group(1), text[found.end() :])
        return
    if text.lstrip("\ufeff").startswith("---\n"):
        raise Refused("the front matter has no closing ---", 1, "front_matter")
    yield from _entries(text, name)


def _described(head: str, body: str) -> Article:
    content = _mapping(head)
    if unknown := sorted(set(content) - NAMES):
        line = _line_of(head, unknown[0])
        raise Refused(f"unknown field {unknown[0]!r}", line, "unknown_field", field=unknown[0])
    for name in ("id", "title", "language"):
        if not content.get(name):
            raise Refused(f"{name} is missing", 1, "missing", field=name)
    try:
        return Article(body=body.strip(), **{key: _value(key, content[key]) for key in content})
    except _Wrong as wrong:
        line = _line_of(head, wrong.name)
        reason = f"{wrong.name} {wrong.reason}"
        raise Refused(reason, line, "wrong_field", field=wrong.name) from None


def _mapping(head: str) -> dict[str, Any]:
    try:
        content = yaml.load(head, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise Refused(
            f"front matter: {error.problem or 'not YAML'}", line, "front_matter"
        ) from None
    except (yaml.YAMLError, ValueError):
        raise Refused("front matter: not YAML", 1, "front_matter") from None
    if not isinstance(content, dict) or not all(isinstance(key, str) for key in content):
        raise Refused("the front matter is not a list of fields", 1, "front_matter")
    return content


class _Wrong(Exception):
    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason


def _value(name: str, value: Any) -> Any:
    if name in ("phrasings", "tags"):
        if value is not None and not isinstance(value, list):
            raise _Wrong(name, "must be a list")
        return tuple(_text(name, item) for item in value or ())
    if name in DATES:
        return _date(name, value)
    return _text(name, value)


def _text(name: str, value: Any) -> str:
    if isinstance(value, (dict, list)):
        raise _Wrong(name, "must be a text (quote it when it holds a colon)")
    return "" if value is None else str(value)


def _date(name: str, value: Any) -> date | None:
    if value is None or type(value) is date:
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise _Wrong(name, "must be a date like 2026-09-14") from None


def _line_of(head: str, name: str) -> int:
    lines = head.splitlines()
    return next((i + 2 for i, line in enumerate(lines) if line.startswith(f"{name}:")), 1)


def _entries(text: str, name: str) -> Iterator[tuple[int, Article]]:
    sections = _sections(text)
    title = next((section.title for section in sections if section.level == 1), name)
    chosen = _questions(sections, COLLECTION.search(f"{title} {name}") is not None)
    if chosen:
        for section in chosen:
            yield section.line, Article("", section.title, "", section.body)
        return
    terms = list(DEFINITION.finditer(text))
    if not terms and COLLECTION.search(f"{title} {name}"):
        terms = list(BOLD_TERM.finditer(text))
    if len(terms) >= 2:
        for term in terms:
            line = text.count("\n", 0, term.start()) + 1
            yield line, Article("", term["term"].strip(" *_"), "", term["text"].strip())
        return
    body = re.sub(r"\A\s*#[ \t]+.+\n", "", text) if title != name else text
    yield 1, Article("", title, "", body.strip())


def _questions(sections: list[Section], is_collection: bool) -> list[Section]:
    """The sections that are entries of a FAQ or glossary, if this page is one."""
    asked = [section for section in sections if section.title.rstrip(" \xa0*").endswith("?")]
    if len(asked) >= 2:
        return asked
    deepest = max((section.level for section in sections if section.body), default=0)
    leaves = [s for s in sections if s.level == deepest and s.body]
    return leaves if is_collection and deepest > 1 and len(leaves) >= 2 else []


def _sections(text: str) -> list[Section]:
    """The headings in order, each with its text, its own subsections included."""
    lines = text.splitlines()
    heads = list(_headings(lines))
    ends = [_end(heads, position, len(lines)) for position in range(len(heads))]
    return [
        Section(level, title, "\n".join(lines[line:end]).strip(), line)
        for (level, title, line), end in zip(heads, ends, strict=True)
    ]


def _headings(lines: list[str]) -> Iterator[tuple[int, str, int]]:
    fenced = False
    for number, line in enumerate(lines, 1):
        fenced ^= FENCE.match(line) is not None
        found = None if fenced else HEADING.match(line)
        asked = None if fenced else BOLD_QUESTION.match(line)
        if found:
            yield len(found[1]), found[2].strip(" *_"), number
        elif asked:
            yield 7, asked[1].strip(), number


def _end(heads: list[tuple[int, str, int]], position: int, last: int) -> int:
    level = heads[position][0]
    return next((line - 1 for other, _, line in heads[position + 1 :] if other <= level), last)
