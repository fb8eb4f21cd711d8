"""Reads plain text: questions with their answers below, or one page under its first line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge_base.article import Article

MARK = re.compile(r"^\s*(?:Q(?:uestion)?|R(?:éponse)?|A(?:nswer)?)\s*\d*\s*[:.)]\s*", re.IGNORECASE)


def read_text(text: str, name: str) -> Iterator[tuple[int, Article]]:
    """The articles of a text file, each with its line."""
    lines = text.lstrip("\ufeff").splitlines()
    starts = [n for n, line in enumerate(lines) if _asks(lines, n, line)]
    if len(starts) < 2:
        yield 1, _page(lines, name)
        return
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        body = "\n".join(MARK.sub("", line) for line in lines[start + 1 : end]).strip()
        yield start + 1, Article("", MARK.sub("", lines[start]).strip(), "", body)


def _asks(lines: list[str], number: int, line: str) -> bool:
    """A line ending in a question mark, alone after a blank line and with text under it."""
    begins = number == 0 or not lines[number - 1].strip() or MARK.match(line) is not None
    followed = any(text.strip() for text in lines[number + 1 : number + 3])
    return begins and followed and line.rstrip().endswith("?")


def _page(lines: list[str], name: str) -> Article:
    filled = [number for number, line in enumerate(lines) if line.strip()]
    if len(filled) < 2 or len(lines[filled[0]]) > 200:
        return Article("", name, "", "\n".join(lines).strip())
    first = filled[0]
    return Article("", lines[first].strip(" #"), "", "\n".join(lines[first + 1 :]).strip())
