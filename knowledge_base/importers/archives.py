"""Looks into a packed document before a library opens it: its sizes, names, kind, and XML."""

from __future__ import annotations

import io
import re
import zipfile
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from knowledge_base.importers.kinds import mismatch
from knowledge_base.refusals import Refused

MOST_MEMBERS = 3000
MOST_BYTES = 150_000_000
MOST_RATIO = 250  # of what is large at all
CHUNK = 1 << 16
MARKERS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx"}
OUTSIDE = re.compile(r"^[/\\]|^[a-zA-Z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f]")


def examined(data: bytes, named: str) -> str:
    """The kind of a packed document, `.docx` or `.xlsx`; `Refused` when anything is odd in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _sized(archive.infolist())
            kind = _kind(set(archive.namelist()), named)
            for member in archive.infolist():
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _plain_xml(archive, member)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Refused(f"a damaged file: {error}"[:200], code="damaged") from None
    return kind


def _sized(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise Refused("too many parts in it", code="bomb")
    for member in members:
        if OUTSIDE.search(member.filename) or OUTSIDE.search(member.orig_filename):
            raise Refused("a part of it is named outside of it", code="traversal")
        if member.flag_bits & 1:
            raise Refused("it is under a password", code="encrypted")
        large = member.file_size > 1_000_000
        if large and member.file_size > MOST_RATIO * max(member.compress_size, 1):
            raise Refused("it unpacks to far more than it is", code="bomb")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise Refused("it unpacks to far more than it is", code="bomb")
    if len({member.filename for member in members}) < len(members):
        raise Refused("two parts of it have one name", code="damaged")


def _kind(names: set[str], named: str) -> str:
    kind = next((kind for marker, kind in MARKERS.items() if marker in names), "")
    if not kind:
        raise (
            mismatch(named, ".zip")
            if named
            else Refused("a compressed file: unpack it first", code="compressed")
        )
    if named not in ("", kind):
        raise mismatch(named, kind)
    return kind


def _plain_xml(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    """Refuses document types and entities before any other parser sees them."""
    parser = create_parser(True, True, True)  # neither document types, entities nor outside files
    parser.setContentHandler(ContentHandler())
    read = 0
    try:
        with archive.open(member) as stream:
            while chunk := stream.read(CHUNK):
                read += len(chunk)
                if read > MOST_BYTES:
                    raise Refused("it unpacks to far more than it is", code="bomb")
                parser.feed(chunk)
        parser.close()
    except DefusedXmlException:
        raise Refused("XML with a document type or entities in it", code="entities") from None
    except Refused:
        raise
    except Exception as error:  # whatever expat, zlib or a codec says of it
        raise Refused(f"a damaged file: {member.filename[:80]}", code="damaged") from error
