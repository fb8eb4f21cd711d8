"""Rows as CSV that a spreadsheet opens without obeying what is written in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from starlette.responses import Response, StreamingResponse

_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """A file to download, written while it is read."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return StreamingResponse(_lines(header, rows), headers=headers, media_type="text/csv")


def _lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    yield "\ufeff" + _line(header)
    for row in rows:
        yield _line([_harmless(cell) for cell in row])


def _line(cells: Sequence[Any]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue()


def _harmless(cell: Any) -> Any:
    """What would be taken for a formula becomes text by an apostrophe, as OWASP advises."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULAS) else cell
