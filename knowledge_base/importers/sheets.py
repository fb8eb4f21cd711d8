"""Reads the sheets of a workbook as tables of questions and answers; no formula is worked out."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import openpyxl

from knowledge_base.article import Article
from knowledge_base.importers.anchors import anchor
from knowledge_base.importers.columns import meaning
from knowledge_base.importers.tables import NAMELESS, header_of, row_of
from knowledge_base.refusals import Refused

MOST_SHEETS = 50
MOST_ROWS = 20_000
LAST_ROW = 1 << 20  # that a sheet can have
MOST_COLUMNS = 100
HEADER_WITHIN = 20  # rows a title or a picture may stand in above the names
Row = tuple[int, "Article | Refused"]


def read_workbook(data: bytes, _name: str) -> Iterator[Row]:
    """One article a row of every sheet that has named columns."""
    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    several = len(book.worksheets) > 1
    read = False
    for sheet in book.worksheets[:MOST_SHEETS]:
        for row in _sheet(sheet, sheet.title if several else ""):
            read = True
            yield row
    if not read:
        raise Refused("no sheet names a title (or question) and a text (or answer)", code="header")


def _sheet(sheet: Any, title: str) -> Iterator[Row]:
    header: list[str] = []
    above: list[str] = []
    for number, cells in _rows(sheet):
        if not header:
            if number > HEADER_WITHIN:
                return
            header = _header(cells)
            if header != NAMELESS or meaning(cells[0]) == "title":
                continue
        above = _filled(cells, header, above)
        yield number, _placed(row_of(header, above), title)


def _placed(piece: Article | Refused, title: str) -> Article | Refused:
    if isinstance(piece, Refused) or piece.source or not title:
        return piece
    return replace(piece, source=anchor(title, piece.id or piece.title))


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything; what the sheet says of its own size is not believed."""
    sheet.reset_dimensions()
    filled = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = [_text(value) for value in values[:MOST_COLUMNS]]
        filled += any(cells)
        if filled > MOST_ROWS or number > LAST_ROW:
            raise Refused(f"more than {MOST_ROWS} rows", code="many_rows", most=MOST_ROWS)
        if any(cells):
            yield number, cells


def _header(cells: list[str]) -> list[str]:
    try:
        return header_of(cells, 0)
    except Refused:
        return []


def _filled(cells: list[str], header: list[str], above: list[str]) -> list[str]:
    """Merged cells hold their words in the first row only: a category goes on downwards."""
    return [
        above[at] if field == "category" and not cell and at < len(above) else cell
        for at, (field, cell) in enumerate(zip(header, cells, strict=False))
    ] + cells[len(header) :]


def _text(value: Any) -> str:
    """A cell as somebody reads it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip()
