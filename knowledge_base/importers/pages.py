"""Reads a web page: its FAQ or glossary entries, or else its main text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from trafilatura import extract
from trafilatura.utils import load_html

from knowledge_base.article import Article
from knowledge_base.importers.markup import (
    HEADINGS,
    inside,
    markdown,
    markdown_of,
    safe,
    tidy,
    words_of,
)
from knowledge_base.importers.structured import Entry, linked, marked_up
from knowledge_base.refusals import Refused

__all__ = ["markdown_of", "read_page"]
LANGUAGE = re.compile(r"<html[^>]*\blang=[\"']?([a-zA-Z]{2})", re.IGNORECASE)
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)


def read_page(html: str, name: str) -> Iterator[tuple[int, Article]]:
    """The page's articles; the first kind of entries that it has wins."""
    found = LANGUAGE.search(html)
    language = found[1].lower() if found else ""
    entries = _described(html) or _marked(html)
    if not entries:
        title = _title(html, name)
        entries = [(title, _main_text(html, title), "")]
    places = Counter(place for _, _, place in entries)
    for title, body, place in entries:
        source = f"#{place}" if place and places[place] == 1 else ""
        yield 0, Article("", title, language, body, source=source)


def _described(html: str) -> list[Entry]:
    """The questions that the page describes for search engines."""
    found = linked(html)
    if not found and "itemtype" in html:
        tree = load_html(html)
        found = marked_up(tree, inside) if tree is not None else []
    entries = [(markdown_of(title), markdown_of(text), place) for title, text, place in found]
    return [entry for entry in entries if entry[0] and entry[1]]


def _marked(html: str) -> list[Entry]:
    tree = load_html(f"<html><body><div>{safe(html)}</div></body></html>")
    if tree is None:
        return []
    for found in (_definitions(tree), _folded(tree), _headed(tree)):
        if len(found) >= 2:
            return found
    return []


def _definitions(tree: Any) -> list[Entry]:
    entries: list[Entry] = []
    for element in tree.iter("dt", "dd"):
        if element.tag == "dt":
            entries.append((words_of(element), "", _place(element)))
        elif entries:
            title, body, place = entries[-1]
            entries[-1] = (title, f"{body}\n\n{tidy(markdown(element))}".strip(), place)
    for number in range(len(entries) - 1, 0, -1):  # terms that share one definition
        if not entries[number - 1][1]:
            title, _, place = entries[number - 1]
            entries[number - 1] = (title, entries[number][1], place)
    return [entry for entry in entries if all(entry[:2])]


def _folded(tree: Any) -> list[Entry]:
    entries: list[Entry] = []
    for element in tree.iter("details"):
        summary = element.find("summary")
        if summary is not None:
            title, tail = words_of(summary), summary.tail or ""
            element.remove(summary)
            entries.append((title, tidy(tail + markdown(element)), _place(element)))
    return [entry for entry in entries if all(entry[:2])]


def _headed(tree: Any) -> list[Entry]:
    entries: list[Entry] = []
    for heading in tree.iter(*HEADINGS, "button", "p"):
        if not words_of(heading).endswith("?") or not _stands_out(heading):
            continue
        parts = [heading.tail or ""]
        for element in heading.itersiblings():
            if _stands_out(element) and _level(element) <= _level(heading):
                break
            parts.append(markdown(element) + (element.tail or ""))
        entries.append((words_of(heading), tidy("\n\n".join(parts)), _place(heading)))
    return [entry for entry in entries if all(entry[:2])]


def _stands_out(element: Any) -> bool:
    """A heading, a button of an accordion, or a paragraph that is bold as a whole."""
    if element.tag == "p":
        bold = [words_of(child) for child in element if child.tag in ("strong", "b")]
        return bool(bold) and " ".join(bold) == words_of(element)
    return element.tag in (*HEADINGS, "button")


def _level(element: Any) -> int:
    return int(element.tag[1]) if element.tag in HEADINGS else 7


def _main_text(html: str, title: str) -> str:
    text = extract(html, output_format="markdown", include_links=True, include_comments=False)
    text = text or markdown_of(html)
    if not text:
        raise Refused("no text was found in the page", code="no_text")
    first, _, rest = str(text).strip().partition("\n")
    return rest.strip() if first.strip("# ") == title and rest.strip() else str(text)


def _place(element: Any) -> str:
    """The nearest name that a link could lead to: its own, or what it stands in."""
    named = [element, *element.iterancestors()]
    return next((str(one.get("id")) for one in named if one.get("id")), "")


def _title(html: str, name: str) -> str:
    tree = load_html(html)
    heading = next(tree.iter("h1"), None) if tree is not None else None
    if heading is not None and words_of(heading):
        return words_of(heading)
    found = TITLE.search(html)
    return markdown_of(found[1]) if found and found[1].strip() else name
