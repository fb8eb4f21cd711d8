"""Files made to harm whoever reads them, each with the code that it must be refused with."""

from __future__ import annotations

import gzip
import io
import struct
from collections.abc import Callable

from pypdf import PdfReader, PdfWriter

from tests.knowledge_base.importers.makers import (
    changed,
    document,
    packed,
    paper,
    paper_of,
    part,
    pdf_file,
    workbook,
)

ROWS = [("Question", "Réponse"), ("Un ?", "Oui.")]
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n > 1 else str()};" * 10}">' for n in range(1, 10))
    + "]><a>&a9;</a>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "{url}/xxe">]><a>&x;</a>'
SHEET = "xl/worksheets/sheet1.xml"


def zeros(megabytes: int) -> bytes:
    return b"\x00" * (megabytes << 20)


def smaller_than_it_is(data: bytes, name: str) -> bytes:
    """A packed document that declares one of its parts as ten bytes."""
    out = bytearray(data)
    at = out.rfind(b"PK\x01\x02", 0, out.rfind(name.encode()))
    out[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(out)


def sheet_of(dimension: str, rows: str) -> bytes:
    head = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    xml = f'{head}<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    return changed(workbook(ROWS), {SHEET: xml})


def cells(number: int, *texts: str) -> str:
    inside = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f'<row r="{number}">{inside}</row>'


def many_members() -> bytes:
    return packed({f"word/{n}.xml": "<a/>" for n in range(3200)})


def in_one_another() -> bytes:
    data = packed({"a.txt": "x"})
    for _ in range(30):
        data = packed({"a.zip": data})
    return data


def under_a_password() -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(paper([(10, "Secret.")]))))
    writer.encrypt("x", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def password_in_a_zip() -> bytes:
    out = bytearray(document(("Normal", "x")))
    at = -1
    while (at := out.find(b"PK\x01\x02", at + 1)) >= 0:
        out[at + 8] |= 1
    return bytes(out)


def loop_of_pages() -> bytes:
    return pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 3 /Kids [2 0 R 2 0 R] >>"])


def nest_of_pages() -> bytes:
    """Each node of the tree names the next one twenty times."""
    nodes = [f"<< /Type /Pages /Count 9 /Kids [{f'{n + 3} 0 R ' * 20}] >>".encode() for n in range(1, 5)]
    return pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", *nodes, b"<< /Type /Page /MediaBox [0 0 9 9] >>"])


def loop_of_tables() -> bytes:
    data = paper([(10, "Un.")])
    start = data.rfind(b"xref\n", 0, data.rfind(b"startxref"))
    return paper_of([b"BT /F1 9 Tf (x) Tj ET"], trailer=f"/Prev {start}")


def loop_of_forms() -> bytes:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 3 0 R >> >> /Length 12 >>\nstream\n/A Do /A Do \nendstream"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 5 0 R /Resources << /XObject << /A 3 0 R >> >> >>"
    return pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>", form, page,
                     b"<< /Length 6 >>\nstream\n/A Do \nendstream"])  # fmt: skip


def scan() -> bytes:
    return paper_of([b"q 100 0 0 100 0 0 cm /Im1 Do Q"])


def endless_row() -> bytes:
    return sheet_of("A1:B2", cells(1, "Question", "Réponse") + "".join(cells(n, f"Q{n} ?", "R") for n in range(2, 20_010)))


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a sheet that unpacks to 60 MB": ("a.xlsx", lambda: changed(workbook(ROWS), {SHEET: zeros(60)}), "bomb"),
    "parts of 152 MB together": ("b.docx", lambda: changed(document(("Normal", "x")), {f"word/m{n}.bin": b"0" * 999_999 for n in range(152)}), "bomb"),
    "thousands of parts": ("c.docx", many_members, "bomb"),
    "a part larger than it says": ("d.docx", lambda: smaller_than_it_is(document(("Normal", "x")), "word/document.xml"), "damaged"),
    "a part named outside": ("e.docx", lambda: changed(document(("Normal", "x")), {"../../../tmp/x": "x"}), "traversal"),
    "a part named from the root": ("f.xlsx", lambda: changed(workbook(ROWS), {"/etc/cron.d/x": "x"}), "traversal"),
    "a part named in Windows' way": ("g.xlsx", lambda: changed(workbook(ROWS), {"xl\\..\\..\\x": "x"}), "traversal"),
    "archives in archives": ("h.docx", in_one_another, "mismatch"),
    "billion laughs in a document": ("i.docx", lambda: changed(document(("Normal", "x")), {"word/document.xml": LAUGHS}), "entities"),
    "billion laughs in a workbook": ("j.xlsx", lambda: changed(workbook(ROWS), {"xl/styles.xml": LAUGHS}), "entities"),
    "billion laughs in UTF-16": ("k.docx", lambda: changed(document(("Normal", "x")), {"docProps/core.xml": LAUGHS.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")}), "entities"),
    "an outside entity": ("l.docx", lambda: changed(document(("Normal", "x")), {"word/document.xml": OUTSIDE}), "entities"),
    "an outside entity in a sitemap": ("m.xml", lambda: OUTSIDE.encode(), "entities"),
    "laughs in a sitemap": ("n.xml", LAUGHS.encode, "entities"),
    "a document under a password": ("o.docx", password_in_a_zip, "encrypted"),
    "a PDF under a password": ("p.pdf", under_a_password, "encrypted"),
    "a scan": ("q.pdf", scan, "no_text"),
    "pages that hold themselves": ("r.pdf", loop_of_pages, ""),
    "a tree of pages that branches": ("s.pdf", nest_of_pages, ""),
    "too many pages": ("sa.pdf", lambda: paper_of([b""] * 1001), "many_pages"),
    "a number of pages that is a lie": ("sb.pdf", lambda: pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 999999999 /Kids [] >>"]), ""),
    "a PDF that unpacks to 100 MB": ("t.pdf", lambda: paper_of([zeros(100)], packed=True), "damaged"),
    "forms that draw themselves": ("u.pdf", loop_of_forms, ""),
    "half a PDF": ("v.pdf", lambda: paper([(10, "Un texte.")] * 50)[:700], ""),
    "arrays in arrays": ("w.pdf", lambda: pdf_file([b"<< /Type /Catalog /Pages 2 0 R >>", b"[" * 200_000]), ""),
    "a table of 20,008 rows": ("x.xlsx", endless_row, "many_rows"),
    "a sheet that lies about its size": ("xa.xlsx", lambda: sheet_of("nonsense", cells(1, "Question", "Answer")), "damaged"),
    "a row beyond all rows": ("xb.xlsx", lambda: sheet_of("A1", cells(1, "Question", "Answer") + cells(99_999_999_999, "a ?", "b")), "many_rows"),
    "a program": ("y.docx", lambda: b"\x7fELF" + zeros(1), "program"),
    "a picture": ("z.pdf", lambda: b"\x89PNG\r\n\x1a\n" + zeros(1), "picture"),
    "an old Word file": ("aa.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + zeros(1), "old_office"),
    "a packed sitemap": ("ab.xml", lambda: gzip.compress(b"<urlset/>"), "compressed"),
    "a workbook named .docx": ("ac.docx", lambda: workbook(ROWS), "mismatch"),
    "a PDF named .csv": ("ad.csv", lambda: paper([(10, "x")]), "mismatch"),
    "text named .pdf": ("ae.pdf", lambda: b"Question;answer", "mismatch"),
    "a page named .txt": ("af.txt", lambda: b"<!DOCTYPE html><html><body>x</body></html>", "mismatch"),
    "a plain archive": ("ag", lambda: packed({"a.txt": "x"}), "compressed"),
    "an unknown kind": ("ah.exe", lambda: b"hello", "unknown_kind"),
    "XML of another kind": ("ai.xml", lambda: b"<?xml version='1.0'?><rss/>", "not_sitemap"),
    "lists in lists": ("aj.json", lambda: b"[" * 5_000_000, "not_json"),
    "nothing but numbers": ("ak.json", lambda: b"[" + b"1," * 4_000_000 + b"1]", "many_entries"),
    "tags in tags": ("al.html", lambda: b"<html><body>" + b"<div>" * 5_000, ""),
    "not text at all": ("am.md", lambda: bytes(range(256)) * 500, "not_text"),
    "nothing": ("an.csv", lambda: b"", "nothing"),
    "a zip cut short": ("ao.docx", lambda: document(("Normal", "x"))[:3000], "damaged"),
    "text of 19 MB": ("ap.csv", lambda: "Question;Réponse\n😀 ?;".encode() + b"x" * 19_000_000, ""),
    "rows of 19 MB": ("aq.csv", lambda: b"Question;Answer\n" + b"a ?;b\n" * 3_000_000, "many_entries"),
}  # fmt: skip


def luring(url: str) -> dict[str, bytes]:
    """Honest documents that point outside: whoever follows them is seen."""
    rels = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    template = f'<Relationship Id="rId900" Type="{kind}/attachedTemplate" Target="{url}/t.dotm" TargetMode="External"/>'
    image = f'<Relationship Id="rId901" Type="{kind}/image" Target="{url}/i.png" TargetMode="External"/>'
    word = document(("Heading 1", "Un titre"), ("Normal", "Oui."))
    known = part(word, "word/_rels/document.xml.rels").replace("</Relationships>", f"{image}</Relationships>")
    page = (
        f'<html><head><base href="{url}/"><link rel=stylesheet href="{url}/c"></head><body><h1>Un titre</h1>'
        f'<iframe src="{url}/f"></iframe><img src="{url}/i" onerror="fetch(\'{url}\')"><script src="{url}/s"></script>'
        f"<p>Une page avec assez de mots pour qu’elle soit lue comme une page.</p></body></html>"
    )
    return {
        "lure.docx": changed(word, {"word/_rels/document.xml.rels": known, "word/_rels/settings.xml.rels": rels.format(template)}),
        "lure.xlsx": changed(workbook(ROWS), {"xl/externalLinks/_rels/externalLink1.xml.rels": rels.format(template)}),
        "lure.html": page.encode(),
        "lure.xml": OUTSIDE.format(url=url).encode(),
        "lure.pdf": paper_of([b"BT /F1 9 Tf 9 9 Td (Un texte.) Tj ET"], trailer=f"/Info << /Title ({url}) >>"),
    }
