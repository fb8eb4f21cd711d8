"""Documents made in code, honest ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import docx
import openpyxl

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def workbook(*sheets: Sequence[Sequence[Any]], titles: Iterable[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    names = list(titles) or [f"S{n}" for n in range(1, len(sheets) + 1)]
    for name, rows in zip(names, sheets, strict=True):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return _saved(book)


def document(*parts: tuple[str, str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """Paragraphs with their styles, then perhaps a table."""
    made = docx.Document()
    for style, text in parts:
        made.add_paragraph(text, style=style)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for row, texts in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    return _saved(made)


def _saved(made: Any) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def paper(*pages: Sequence[tuple[float, str]]) -> bytes:
    """A PDF; each page is lines with the size of their letters."""
    streams = []
    for lines in pages:
        text = "BT 40 780 Td 14 TL " + " ".join(
            f"/F1 {size} Tf ({words}) Tj T*" for size, words in lines
        )
        streams.append((text + " ET").encode("cp1252"))
    return paper_of(streams)


def paper_of(streams: Sequence[bytes], extra: str = "", trailer: str = "", packed: bool = False) -> bytes:
    """A PDF of content streams, with objects and a trailer to add."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"",
                            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for stream in streams:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents {len(objects) + 2} 0 R"
            f" /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        body = zlib.compress(stream) if packed else stream
        how = b"/Filter /FlateDecode " if packed else b""
        objects.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (how, len(body), body))
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)} {extra}] >>".encode()
    return pdf_file(objects, trailer)


def pdf_file(objects: Sequence[bytes], trailer: str = "") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\n".encode()
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def packed(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def changed(document: bytes, members: Mapping[str, bytes | str]) -> bytes:
    """A packed document with some of its parts replaced or added."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return packed({**kept, **members})


def part(document: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return archive.read(name).decode()
