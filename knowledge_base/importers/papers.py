"""Reads a PDF: its headings by the size of their letters, or else page by page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from knowledge_base.article import Article
from knowledge_base.importers.sections import Block, articles_of, some
from knowledge_base.refusals import Refused

MOST_PAGES = 1000
LARGER = 1.12  # than the text: a heading
LONGEST_HEADING = 200
Line = tuple[str, float, int]  # its words, the size of its letters, its page
Part = tuple[str, float, float]  # words, the size of their letters, how high they stand
HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad]\n(?=[a-zà-ÿ])")


def read_paper(data: bytes, name: str) -> Iterator[tuple[int, Article]]:
    """The articles of a PDF, each with the page that it begins on."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        lines = list(_lines(_opened(data)))
    except (PyPdfError, RecursionError) as error:
        raise Refused(f"a damaged file: {error}"[:200], code="damaged") from None
    yield from some(articles_of(_blocks(lines, name), name))


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise Refused("it is under a password", code="encrypted")
    return reader


def _lines(reader: PdfReader) -> Iterator[Line]:
    for number, page in enumerate(reader.pages, 1):
        if number > MOST_PAGES:
            raise Refused(f"more than {MOST_PAGES} pages", code="many_pages", most=MOST_PAGES)
        parts: list[Part] = []
        page.extract_text(visitor_text=partial(_seen, parts))
        yield from _joined(parts, number)


def _seen(parts: list[Part], text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
    """Takes a piece of text as it is painted: its letters' size on the page, and its height."""
    scale = ((tm[2] ** 2 + tm[3] ** 2) * (cm[2] ** 2 + cm[3] ** 2)) ** 0.5 or 1.0
    parts.append((text, round(abs(size or 0.0) * scale, 1), tm[5] * cm[3] + cm[5]))


def _joined(parts: list[Part], page: int) -> Iterator[Line]:
    """The pieces that the page was painted in, as lines; a line is as large as most of it."""
    words, sizes, height = "", Counter[float](), 0.0
    for text, size, at in parts:
        pieces = text.split("\n")
        if words and abs(at - height) > size / 2 and pieces[0].strip():
            pieces.insert(0, "")
        for number, piece in enumerate(pieces):
            if number:
                yield words.strip(), _commonest(sizes), page
                words, sizes = "", Counter()
            words += piece
            sizes[size] += len(piece.strip())
        height = at
    yield words.strip(), _commonest(sizes), page


def _commonest(sizes: Counter[float]) -> float:
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _blocks(lines: list[Line], name: str) -> Iterator[Block]:
    sizes = Counter[float]()
    for words, size, _ in lines:
        sizes[size] += len(words)
    usual = _commonest(sizes)
    headings = [line for line in lines if _is_heading(line, usual)]
    yield from _by_heading(lines, usual) if headings else _by_page(lines, name)


def _is_heading(line: Line, usual: float) -> bool:
    words, size, _ = line
    return size > usual * LARGER and 2 < len(words) <= LONGEST_HEADING and words[-1] not in ".;,"


def _by_heading(lines: list[Line], usual: float) -> Iterator[Block]:
    """Headings and what is under them; a heading of two lines is one."""
    title: Line = ("", 0.0, 0)
    body: list[str] = []
    for line in [*lines, ("", -1.0, 0)]:
        heading = _is_heading(line, usual)
        if title[0] and heading and not body and line[1] == title[1]:
            title = (f"{title[0]} {line[0]}", *title[1:])
            continue
        if heading or line[1] < 0:
            yield from _section(title, body)
            title, body = line, []
        elif line[0] or body:
            body.append(line[0])


def _section(title: Line, body: list[str]) -> Iterator[Block]:
    if title[0]:
        yield Block(title[0], 1, f"#page={title[2]}")
    yield Block(_text(body), 0, f"#page={title[2] or 1}")


def _by_page(lines: list[Line], name: str) -> Iterator[Block]:
    for page in sorted({page for _, _, page in lines}):
        body = [words for words, _, where in lines if where == page]
        yield Block(f"{name}, p. {page}", 1, f"#page={page}")
        yield Block(_text(body))


def _text(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", HYPHEN.sub("", "\n".join(lines))).strip()
