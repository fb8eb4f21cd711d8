"""Taking everything out, and putting an export back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from knowledge_base.article import NAMES, Article
from knowledge_base.console.csv_export import csv_response
from knowledge_base.console.declared import Pages
from knowledge_base.console.exports_api import api
from knowledge_base.console.exports_view import refresh, refusal
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.restoring import looked_at, made, restored
from knowledge_base.curation.roles import Right
from knowledge_base.importers.archive_room import ArchiveRoom
from knowledge_base.refusals import Refused

pages = Pages()
part = Part(pages, api, (Link("/export", "exports.title", "e", Right.EXPORT),))


@pages.get("/export", right=Right.EXPORT)
def export(visit: Here) -> Response:
    return visit.page("export.html")


@pages.post("/export/archive", right=Right.EXPORT)
def archive(visit: Here) -> Response:
    """The whole of it, sent from disk and deleted once it is sent."""
    console = visit.console
    path = made(console.database, console.sources, visit.person.name)
    gone = BackgroundTask(shutil.rmtree, path.parent, ignore_errors=True)
    return FileResponse(path, 200, None, "application/zip", gone, path.name)


@pages.get("/export/articles.csv", right=Right.EXPORT)
def articles(visit: Here) -> Response:
    found = visit.console.sources.read().articles
    return csv_response("articles", NAMES, _rows(iter(found.values())))


@pages.get("/restore/{name}", right=Right.RESTORE)
def restoring(visit: Here, name: str) -> Response:
    return _page(visit, name, _waiting(visit, name))


@pages.post("/restore/{name}", right=Right.RESTORE)
def restore(visit: Here, name: str) -> Response:
    """Everything of the export, or nothing."""
    path, console = _waiting(visit, name), visit.console
    try:
        restored(path, console.database, console.sources, visit.person.name)
    except Refused as refused:
        return _page(visit, name, path, 409, refused=refusal(visit, refused))
    ArchiveRoom().forget(name)
    response = visit.redirect("/releases", "exports.restored")
    response.background = BackgroundTask(refresh, console)
    return response


@pages.post("/restore/{name}/drop", right=Right.RESTORE)
def drop(visit: Here, name: str) -> Response:
    _waiting(visit, name)
    ArchiveRoom().forget(name)
    return visit.redirect("/import", "imports.dropped")


def _waiting(visit: Visit, name: str) -> Path:
    found = ArchiveRoom().waiting(name, visit.person.name)
    if found is None:
        raise HTTPException(404)
    return found


def _page(visit: Visit, name: str, path: Path, status: int = 200, /, **values: Any) -> Response:
    given: dict[str, Any] = {"refused": "", **values}
    sections: Any = {}
    try:
        sections = looked_at(path, visit.console.database, visit.console.sources)
    except Refused as refused:
        given["refused"] = given["refused"] or refusal(visit, refused)
    return visit.page("restore.html", status, name=name, sections=sections, **given)


def _rows(found: Iterator[Article]) -> Iterator[list[str]]:
    for one in found:
        content = one.as_dict()
        yield [_cell(content[name]) for name in NAMES]


def _cell(value: Any) -> str:
    """Several values as the import reads them again: one a line."""
    return "\n".join(value) if isinstance(value, list) else str(value or "")
