"""Tiny files to read before the first real one, so that every library has loaded all it loads."""

from __future__ import annotations

import codecs
import io

from knowledge_base.importers.kinds import PACKED
from knowledge_base.importers.reading import read
from knowledge_base.importers.readings import packed

ENCODINGS = ("ascii", "latin-1", "cp1252", "utf-16", "utf-16-be", "utf-16-le", "utf-32",
             "mac-roman", "charmap", "iso8859-15", "utf-8-sig", "cp437")  # fmt: skip
TEXTS = {
    "a.html": b"<html><body><main><h1>A</h1><p>Some words of a page.</p></main></body></html>",
    "a.csv": b"question,answer\nA ?,B\nC,\n",
    "a.json": b'[{"question": "A", "answer": "B", "date": "2026-01-01"}]',
    "a.md": b"---\nid: a\ntitle: A\nlanguage: fr\n---\nB\n",
    "a.xml": b"<urlset><url><loc>https://www.example.com/</loc></url></urlset>",
}


def practise_texts() -> None:
    """Read one of each kind of text."""
    for name in ENCODINGS:
        codecs.lookup(name)
    for name, data in TEXTS.items():
        packed(read(data, name, name))


def practise(head: bytes) -> None:
    """Read such a document as begins so."""
    if head.startswith(PACKED):
        packed(read(_workbook(), "a.xlsx", "a.xlsx"))
        packed(read(_document(), "a.docx", "a.docx"))
    elif head.startswith(b"%PDF"):
        packed(read(_paper(), "a.pdf", "a.pdf"))


def _workbook() -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(["question", "answer"])
    book.active.append(["A ?", "B"])
    book.save(out)
    return out.getvalue()


def _document() -> bytes:
    import docx

    document, out = docx.Document(), io.BytesIO()
    document.add_heading("A", 1)
    document.add_paragraph("B", style="List Bullet")
    document.add_table(1, 1)
    document.save(out)
    return out.getvalue()


def _paper() -> bytes:
    """A page that says «A», with one of the standard letters."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(200, 200)
    text = DecodedStreamObject()
    text.set_data(b"BT /F1 12 Tf 10 100 Td (A b c) Tj ET")
    named = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    letters = DictionaryObject({NameObject(k): NameObject(v) for k, v in named.items()})
    fonts = DictionaryObject({NameObject("/F1"): letters})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(text.flate_encode())
    writer.write(out)
    return out.getvalue()
