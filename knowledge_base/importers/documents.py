"""Reads a Word document: its headings and their text, its lists, and its tables as text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.table import Table

from knowledge_base.article import Article
from knowledge_base.importers.anchors import anchor
from knowledge_base.importers.sections import Block, articles_of, some
from knowledge_base.importers.tables import header_of, row_of
from knowledge_base.refusals import Refused

HEADING = re.compile(r"(?:heading|titre|überschrift)\s*(\d)", re.IGNORECASE)
TITLES = ("title", "titre")
NUMBERED = re.compile(r"number|numéro", re.IGNORECASE)
LISTED = re.compile(r"list|liste|puce", re.IGNORECASE)
MOST_CELLS = 20_000
Row = tuple[int, "Article | Refused"]


def read_document(data: bytes, name: str) -> Iterator[Row]:
    """A table of questions and answers gives an article a row; headings give one each."""
    content = list(docx.Document(io.BytesIO(data)).iter_inner_content())
    asked = [part for part in content if isinstance(part, Table) and _header(_rows(part))]
    rows = [row for table in asked for row in _faq(_rows(table))]
    told = articles_of((_block(part) for part in content if part not in asked), name)
    if rows:
        yield from enumerate(rows, 1)
        yield from enumerate(told, len(rows) + 1)
    else:
        yield from some(told)


def _block(part: Any) -> Block:
    if isinstance(part, Table):
        return Block(_as_text(_rows(part)))
    text = " ".join(part.text.split())
    style = str(part.style.name) if part.style is not None else ""
    level = _level(style)
    if level and text:
        return Block(text, level, anchor(text))
    return Block(_listed(text, style) if text else "")


def _level(style: str) -> int:
    found = HEADING.search(style)
    if found:
        return int(found[1]) or 1
    return 1 if style.strip().lower() in TITLES else 0


def _listed(text: str, style: str) -> str:
    if not LISTED.search(style):
        return text
    return f"1. {text}" if NUMBERED.search(style) else f"- {text}"


def _rows(table: Table) -> list[list[str]]:
    """The cells as text, read from the file's own rows so that merged cells count once."""
    rows, cells = [], 0
    for row in table._tbl.tr_lst:
        texts = ["\n".join(p.text for p in cell.p_lst).strip() for cell in row.tc_lst]
        rows.append(texts)
        cells += len(texts)
        if cells > MOST_CELLS:
            raise Refused("a table has too many cells", code="many_rows", most=MOST_CELLS)
    return rows


def _header(rows: list[list[str]]) -> list[str]:
    try:
        return header_of(rows[0], 0) if len(rows) > 1 and any(rows[0]) else []
    except Refused:
        return []


def _faq(rows: list[list[str]]) -> Iterator[Article | Refused]:
    header = _header(rows)
    for cells in rows[1:]:
        if any(cells):
            yield row_of(header, cells)


def _as_text(rows: list[list[str]]) -> str:
    """A Markdown table, its first row the names of the columns."""
    lines = ["| " + " | ".join(" ".join(cell.split()) for cell in row) + " |" for row in rows]
    if lines:
        lines.insert(1, "|" + " --- |" * len(rows[0]))
    return "\n".join(lines)
