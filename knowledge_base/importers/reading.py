"""Reads one file of any kind; called inside the process that has nothing to lose."""

from __future__ import annotations

from pathlib import PurePosixPath

from knowledge_base.article import Article
from knowledge_base.importers.anchors import placed
from knowledge_base.importers.archives import examined
from knowledge_base.importers.decoding import decoded
from knowledge_base.importers.gathering import Found
from knowledge_base.importers.kinds import HEAD, kind_of, suffix_of
from knowledge_base.importers.readers import TEXTS, flattened
from knowledge_base.importers.readings import Reading, reading_of, refused
from knowledge_base.refusals import Refused


def read(data: bytes, name: str, base: str) -> Reading:
    """The pieces of a file; their sources lead into `base`, its name or its address."""
    try:
        kind = kind_of(data[:HEAD], name)
        kind = examined(data, suffix_of(name)) if kind == ".zip" else kind
        if kind == ".xml":
            from knowledge_base.importers.sitemaps import links_of

            return Reading(links=links_of(data))
        return reading_of(_placed(_found(kind, data, name), base))
    except Refused as why:
        return refused(why)
    except MemoryError:
        return refused(Refused("it needs too much memory", code="too_hungry"))
    except Exception as error:  # libraries fail in their own ways on what is damaged
        reason = f"a damaged file ({type(error).__name__})"
        return refused(Refused(reason, code="damaged"))


def _found(kind: str, data: bytes, name: str) -> Found:
    stem = PurePosixPath(name).stem or name
    if kind == ".pdf":
        from knowledge_base.importers.papers import read_paper

        yield from read_paper(data, stem)
    elif kind == ".docx":
        from knowledge_base.importers.documents import read_document

        yield from read_document(data, stem)
    elif kind == ".xlsx":
        from knowledge_base.importers.sheets import read_workbook

        yield from flattened(read_workbook(data, stem))
    else:
        yield from flattened(TEXTS[kind](decoded(data), stem))


def _placed(found: Found, base: str) -> Found:
    for line, piece in found:
        yield line, placed(piece, base) if isinstance(piece, Article) else piece
