"""Reads a web page: its FAQ or glossary entries, or else its main text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import nh3
from trafilatura import extract
from trafilatura.utils import load_html

from knowledge_base.article import Article
from knowledge_base.refusals import Refused

KEPT = {"p", "br", "ul", "ol", "li", "a", "strong", "b", "em", "i", "h1", "h2", "h3", "h4", "h5",
        "h6", "dl", "dt", "dd", "details", "summary", "div", "section", "article", "main", "table",
        "tr", "td", "th", "blockquote", "code", "pre", "span", "button"}  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {"p", "div", "section", "article", "blockquote", "tr", "table", "dd", "dt", "pre"}
LINKED_DATA = re.compile(
    r"<script[^>]+application/ld\+json[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
LANGUAGE = re.compile(r"<html[^>]*\blang=[\"']?([a-zA-Z]{2})", re.IGNORECASE)
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)


def read_page(html: str, name: str) -> Iterator[tuple[int, Article]]:
    """The page's articles; the first kind of entries that it has wins."""
    found = LANGUAGE.search(html)
    language = found[1].lower() if found else ""
    entries = _linked(html) or _marked(html)
    if not entries:
        entries = [(_title(html, name), _main_text(html))]
    for title, body in entries:
        yield 0, Article("", title, language, body)


def markdown_of(html: str) -> str:
    """A piece of HTML as Markdown, with its links and lists and nothing that could run."""
    tree = load_html(f"<html><body><div>{_safe(html)}</div></body></html>")
    return _tidy(_markdown(tree)) if tree is not None else ""


def _linked(html: str) -> list[tuple[str, str]]:
    """The questions of a FAQPage described for search engines."""
    entries = []
    for block in LINKED_DATA.findall(html):
        try:
            content = json.loads(block)
        except (json.JSONDecodeError, RecursionError):
            continue
        for item in _questions(content):
            answer = item.get("acceptedAnswer")
            answer = answer[0] if isinstance(answer, list) and answer else answer
            text = answer.get("text") if isinstance(answer, dict) else None
            if isinstance(text, str) and isinstance(item.get("name"), str):
                entries.append((markdown_of(item["name"]), markdown_of(text)))
    return entries


def _questions(content: Any) -> Iterator[dict[str, Any]]:
    if isinstance(content, list):
        for item in content:
            yield from _questions(item)
    elif isinstance(content, dict):
        kind = content.get("@type")
        if kind == "Question" or (isinstance(kind, list) and "Question" in kind):
            yield content
        for name in ("@graph", "mainEntity"):
            yield from _questions(content.get(name))


def _marked(html: str) -> list[tuple[str, str]]:
    tree = load_html(f"<html><body><div>{_safe(html)}</div></body></html>")
    if tree is None:
        return []
    for found in (_definitions(tree), _folded(tree), _headed(tree)):
        if len(found) >= 2:
            return found
    return []


def _definitions(tree: Any) -> list[tuple[str, str]]:
    entries: list[tuple[str, str]] = []
    for element in tree.iter("dt", "dd"):
        if element.tag == "dt":
            entries.append((_words(element), ""))
        elif entries:
            title, body = entries[-1]
            entries[-1] = (title, f"{body}\n\n{_tidy(_markdown(element))}".strip())
    for number in range(len(entries) - 1, 0, -1):  # terms that share one definition
        if not entries[number - 1][1]:
            entries[number - 1] = (entries[number - 1][0], entries[number][1])
    return [entry for entry in entries if all(entry)]


def _folded(tree: Any) -> list[tuple[str, str]]:
    entries = []
    for element in tree.iter("details"):
        summary = element.find("summary")
        if summary is not None:
            title, tail = _words(summary), summary.tail or ""
            element.remove(summary)
            entries.append((title, _tidy(tail + _markdown(element))))
    return [entry for entry in entries if all(entry)]


def _headed(tree: Any) -> list[tuple[str, str]]:
    entries = []
    for heading in tree.iter(*HEADINGS, "button", "p"):
        if not _words(heading).endswith("?") or not _stands_out(heading):
            continue
        parts = [heading.tail or ""]
        for element in heading.itersiblings():
            if _stands_out(element) and _level(element) <= _level(heading):
                break
            parts.append(_markdown(element) + (element.tail or ""))
        entries.append((_words(heading), _tidy("\n\n".join(parts))))
    return [entry for entry in entries if all(entry)]


def _stands_out(element: Any) -> bool:
    """A heading, a button of an accordion, or a paragraph that is bold as a whole."""
    if element.tag == "p":
        bold = [_words(child) for child in element if child.tag in ("strong", "b")]
        return bool(bold) and " ".join(bold) == _words(element)
    return element.tag in (*HEADINGS, "button")


def _level(element: Any) -> int:
    return int(element.tag[1]) if element.tag in HEADINGS else 7


def _main_text(html: str) -> str:
    text = extract(html, output_format="markdown", include_links=True, include_comments=False)
    text = text or markdown_of(html)
    if not text:
        raise Refused("no text was found in the page", code="no_text")
    return str(text)


def _title(html: str, name: str) -> str:
    tree = load_html(html)
    heading = next(tree.iter("h1"), None) if tree is not None else None
    if heading is not None and _words(heading):
        return _words(heading)
    found = TITLE.search(html)
    return markdown_of(found[1]) if found and found[1].strip() else name


def _safe(html: str) -> str:
    cleaned: str = nh3.clean(html, tags=KEPT, attributes={"a": {"href"}}, link_rel=None)
    return cleaned


def _words(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _markdown(element: Any) -> str:
    inner = (element.text or "") + "".join(
        _markdown(child) + (child.tail or "") for child in element
    )
    tag, words = element.tag, " ".join(inner.split())
    if tag == "a" and element.get("href"):
        return f"[{words}]({element.get('href')})"
    if tag in ("strong", "b") and words:
        return f"**{words}**"
    if tag in ("em", "i") and words:
        return f"*{words}*"
    if tag in HEADINGS:
        return f"\n\n{'#' * int(tag[1])} {words}\n\n"
    if tag == "li":
        ordered = element.getparent() is not None and element.getparent().tag == "ol"
        return f"\n{'1.' if ordered else '-'} {words}"
    if tag == "br":
        return "\n"
    return f"\n\n{inner}\n\n" if tag in BLOCKS or tag in ("ul", "ol") else inner


def _tidy(text: str) -> str:
    lines = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
