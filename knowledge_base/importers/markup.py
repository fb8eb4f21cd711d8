"""A piece of HTML as Markdown, with its links and lists and nothing that could run."""

from __future__ import annotations

import re
from typing import Any

import nh3
from lxml.html import tostring
from trafilatura.utils import load_html

KEPT = {"p", "br", "ul", "ol", "li", "a", "strong", "b", "em", "i", "h1", "h2", "h3", "h4", "h5",
        "h6", "dl", "dt", "dd", "details", "summary", "div", "section", "article", "main", "table",
        "tr", "td", "th", "blockquote", "code", "pre", "span", "button"}  # fmt: skip
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {"p", "div", "section", "article", "blockquote", "tr", "table", "dd", "dt", "pre"}


def markdown_of(html: str) -> str:
    """A piece of HTML as Markdown, with its links and lists and nothing that could run."""
    tree = load_html(f"<html><body><div>{safe(html)}</div></body></html>")
    return tidy(markdown(tree)) if tree is not None else ""


def inside(element: Any) -> str:
    """The HTML inside an element."""
    parts = [element.text or ""]
    parts += [tostring(child, encoding="unicode") for child in element]
    return "".join(parts)


def safe(html: str) -> str:
    """The HTML with the tags that carry text, their links and their names, and no other."""
    cleaned: str = nh3.clean(
        html, tags=KEPT, attributes={"a": {"href"}, "*": {"id"}}, link_rel=None
    )
    return cleaned


def words_of(element: Any) -> str:
    """The words inside, on one line."""
    return " ".join("".join(element.itertext()).split())


def markdown(element: Any) -> str:
    """An element and what is in it, as Markdown that is still to be tidied."""
    inner = (element.text or "") + "".join(
        markdown(child) + (child.tail or "") for child in element
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


def tidy(text: str) -> str:
    """Lines without space around them, never more than one empty."""
    lines = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()
