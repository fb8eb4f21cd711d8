"""What a file is, judged by its content; a name that says otherwise is a reason to refuse it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from knowledge_base.importers.readers import TEXTS
from knowledge_base.refusals import Refused

DOCUMENTS = (".pdf", ".docx", ".xlsx", ".xml")
KNOWN = (*TEXTS, *DOCUMENTS)
HEAD = 4096
PACKED = b"PK\x03\x04"
FOREIGN = {
    b"\xd0\xcf\x11\xe0": "old_office",  # .doc, .xls, and Office files under a password
    b"\x1f\x8b": "compressed",
    b"BZh": "compressed",
    b"7z\xbc\xaf": "compressed",
    b"Rar!": "compressed",
    b"PK\x05\x06": "compressed",
    b"\xfd7zXZ": "compressed",
    b"\x28\xb5\x2f\xfd": "compressed",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"II*\x00": "picture",
    b"\x7fELF": "program",
    b"MZ": "program",
    b"{\\rtf": "rtf",
}
WORDS = {
    "old_office": "an old Office file, or one under a password: save it as .docx, .xlsx or .pdf",
    "compressed": "a compressed file: unpack it first",
    "picture": "a picture has no text",
    "program": "a program",
    "rtf": "an RTF file: save it as .docx",
}
PAGE = re.compile(
    rb"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
XML = re.compile(rb"\A\s*<\?xml|\A\s*<(?:urlset|sitemapindex)\b", re.I)
MARKUP = (".html", ".htm")


def suffix_of(name: str) -> str:
    """The ending of a name that says a kind we know, or nothing."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in KNOWN else ""


def kind_of(head: bytes, name: str) -> str:
    """The suffix of the reader for a file that begins so; `.zip` until its members are seen."""
    for magic, foreign in FOREIGN.items():
        if head.startswith(magic):
            raise Refused(WORDS[foreign], code=foreign)
    named = suffix_of(name)
    found = _found(head.removeprefix(b"\xef\xbb\xbf"))
    if found == ".zip":
        return found
    agrees = named in (found, "") or {named, found} <= set(MARKUP)
    if found and not agrees:
        raise mismatch(named, found)
    if named in DOCUMENTS and not found:
        raise mismatch(named, "text")
    if not (found or named):
        known = ", ".join(KNOWN)
        raise Refused(f"this kind of file is not known ({known})", code="unknown_kind")
    return found or named


def mismatch(named: str, found: str) -> Refused:
    """The refusal of a file whose name says one kind and whose content is another."""
    reason = f"named {named} but its content is {found.removeprefix('.')}"
    return Refused(reason, code="mismatch", named=named, found=found)


def _found(head: bytes) -> str:
    if head.startswith(PACKED):
        return ".zip"
    if b"%PDF-" in head[:1024]:
        return ".pdf"
    if PAGE.match(head):
        return ".html"
    return ".xml" if XML.match(head) else ""
