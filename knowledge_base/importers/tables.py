"""Reads CSV tables of questions and answers, whatever their columns are called."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import Any

from knowledge_base.article import Article
from knowledge_base.importers.columns import add, article_of, meaning, plain
from knowledge_base.refusals import Refused

ANNOUNCED = re.compile(r"\Asep=(.)\n", re.IGNORECASE)
NAMELESS = ["title", "body"]  # what two columns without names are, when the first asks
Row = tuple[int, Article | Refused]


def read_csv(text: str) -> Iterator[Row]:
    """One article a row, each with its line; a bad row is a refusal in its place."""
    text = text.lstrip("\ufeff")
    announced = ANNOUNCED.match(text)
    text = text[announced.end() :] if announced else text
    reader = csv.reader(io.StringIO(text), delimiter=announced[1] if announced else separator(text))
    csv.field_size_limit(1 << 20)
    header: list[str] = []
    before = 1 if announced else 0
    began = 1
    try:
        for cells in reader:
            line, began = began + before, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            named = bool(header)
            header = header or header_of(cells, line)
            if named or (header == NAMELESS and meaning(cells[0]) != "title"):
                yield line, row_of(header, cells)
    except csv.Error as error:
        raise Refused(f"not CSV: {error}", reader.line_num + before, "not_csv") from None


def separator(text: str) -> str:
    """What separates the cells, judged by the first line."""
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def header_of(cells: list[str], line: int) -> list[str]:
    """The field that each column holds, by the names in the first row."""
    names = [plain(cell) for cell in cells]
    numbered = "article" in names and "id" in names  # then `id` only numbers the rows
    fields = ["" if numbered and plain(c) == "id" else meaning(c) for c in cells]
    if "body" in fields and {"title", "phrasings"} & set(fields):
        return fields
    if len(cells) == 2 and cells[0].rstrip().endswith("?"):
        return NAMELESS
    raise Refused(
        "the first row must name a title (or question) and a text (or answer)", line, "header"
    )


def row_of(header: list[str], cells: list[str]) -> Article | Refused:
    """The article of one row."""
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        return Refused("more cells than the first row names", code="cells")
    found: dict[str, Any] = {}
    for field, cell in zip(header, cells, strict=False):
        add(found, field, cell.strip())
    return article_of(found)
