"""What an import's pages and its API share: what was sent, what is shown, what was chosen."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile

from bot.settings import settings
from knowledge_base.article import Article
from knowledge_base.console.visit import Visit
from knowledge_base.console.wording import texts
from knowledge_base.curation.archives import is_export
from knowledge_base.importers.bringing import preview_of
from knowledge_base.importers.collecting import from_uploads
from knowledge_base.importers.gathering import Content
from knowledge_base.importers.preview import Item, Preview
from knowledge_base.importers.site import from_addresses
from knowledge_base.refusals import Refusal

MOST = 32  # MB of one request, which the gateway's door enforces
SHOWN = 300  # pieces of one kind
ARCHIVE = ".zip"
Upload = tuple[str, bytes]


@dataclass(frozen=True)
class Listed:
    """A preview as the page shows it: pieces with their place in it, and how many more."""

    wanted: list[tuple[int, Item]]
    rest: int
    identical: list[Article]
    refused: list[tuple[str, str]]
    more_refused: int


def uploads_of(form: FormData) -> list[Upload]:
    """The files of a form; no more of one is kept than shows that it is too large."""
    most = settings().import_max_mb * 1_000_000
    sent = [one for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename]
    return [(one.filename or "", one.file.read(most + 1)) for one in sent]


def addresses_of(text: str) -> list[str]:
    """One address a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def archive_among(uploads: list[Upload]) -> bytes:
    """The first export of a knowledge base, where one was sent; else nothing."""
    found = (data for name, data in uploads if name.lower().endswith(ARCHIVE))
    return next((data for data in found if is_export(io.BytesIO(data))), b"")


def read(uploads: list[Upload], addresses: list[str], language: str) -> Content:
    """Everything in files and pages, each read where it can do no harm."""
    found = from_uploads(uploads, language)
    return from_addresses(addresses, language, content=found) if addresses else found


def listed(visit: Visit, shown: Preview) -> Listed:
    wanted = [(n, one) for n, one in enumerate(shown.items) if one.state in ("new", "changed")]
    same = [one.article for one in shown.items if one.state == "identical" and one.article]
    refusals = [one.refusal for one in shown.items if one.refusal]
    said = [(place(one), reason(visit, one)) for one in refusals[:SHOWN]]
    return Listed(wanted[:SHOWN], len(wanted[SHOWN:]), same[:SHOWN], said, len(refusals[SHOWN:]))


def place(refusal: Refusal) -> str:
    return f"{refusal.file}:{refusal.line}" if refusal.line else refusal.file


def reason(visit: Visit, refusal: Any) -> str:
    """Why something was refused, in the visitor's language."""
    key = f"refusals.{refusal.code}"
    known = texts(visit.language)
    values = {"reason": refusal.reason, **refusal.values}
    if (name := f"imports.field.{values.get('field')}") in known:
        values["field"] = visit.t(name)
    return visit.t(key if key in known else "refusals.content", **values)


def picked(shown: Preview, numbers: Iterable[Any], rest: bool) -> Preview:
    """Only the pieces that were ticked; `rest`: and those that the page had no room for."""
    wanted = [n for n, one in enumerate(shown.items) if one.state in ("new", "changed")]
    ticked = {int(one) for one in numbers if str(one).isdecimal()}
    kept = (ticked & set(wanted)) | set(wanted[SHOWN:] if rest else ())
    return Preview(tuple(shown.items[n] for n in sorted(kept)))


def compared_again(visit: Visit, shown: Preview) -> Preview:
    """The same content against what is known by now."""
    articles = [one.article for one in shown.items if one.article]
    refusals = [one.refusal for one in shown.items if one.refusal]
    content = Content({one.key: one for one in articles}, refusals)
    return preview_of(content, visit.console.database, visit.console.sources)
