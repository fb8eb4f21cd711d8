"""Exports, for programs: take everything out, look at an export, put it back."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Annotated

from fastapi import BackgroundTasks, File, UploadFile
from pydantic import BaseModel, Field
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from knowledge_base.console.declared import Api
from knowledge_base.console.exports_view import refresh
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.archives import is_export
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.restoring import counted, looked_at, made, restored
from knowledge_base.curation.roles import Right
from knowledge_base.importers.archive_room import ArchiveRoom
from knowledge_base.refusals import Refused

api = Api()


class SectionOut(BaseModel):
    new: int
    changed: int
    identical: int
    kept: int = Field(description="otherwise here, and left so: articles of the folder")


class RestoringOut(BaseModel):
    id: str = Field(description="confirm it within an hour, as the same person or token")
    sections: dict[str, SectionOut]


@api.post("/export", right=Right.EXPORT, response_class=FileResponse)
def export(visit: Here) -> Response:
    """Everything as a zip of JSON lines, which `import` reads back identically."""
    console = visit.console
    path = made(console.database, console.sources, visit.person.name)
    gone = BackgroundTask(shutil.rmtree, path.parent, ignore_errors=True)
    return FileResponse(path, 200, None, "application/zip", gone, path.name)


@api.post("/import-archive", right=Right.RESTORE, status_code=201)
def look(visit: Here, file: Annotated[UploadFile | None, File()] = None) -> RestoringOut:
    """What restoring an export would do; nothing is stored yet."""
    data = file.file.read() if file else b""
    if not is_export(io.BytesIO(data)):
        raise HTTPException(422, "not_an_export")
    room = ArchiveRoom()
    name = room.keep(data, visit.person.name)
    try:
        return _out(name, _waiting(visit, name), visit)
    except NotPossible:
        room.forget(name)
        raise


@api.post("/import-archive/{name}", right=Right.RESTORE)
def restore(visit: Here, name: str, after: BackgroundTasks) -> dict[str, SectionOut]:
    """Everything of the export, or nothing."""
    path, console = _waiting(visit, name), visit.console
    try:
        found = restored(path, console.database, console.sources, visit.person.name)
    except Refused as refused:
        raise NotPossible(f"archive_{refused.code}") from None
    ArchiveRoom().forget(name)
    after.add_task(refresh, console)
    return {section: SectionOut(**one) for section, one in counted(found).items()}


@api.delete("/import-archive/{name}", right=Right.RESTORE, status_code=204)
def drop(visit: Here, name: str) -> None:
    """The export that was looked at is gone, and nothing was stored."""
    _waiting(visit, name)
    ArchiveRoom().forget(name)


def _out(name: str, path: Path, visit: Visit) -> RestoringOut:
    try:
        found = looked_at(path, visit.console.database, visit.console.sources)
    except Refused as refused:
        raise NotPossible(f"archive_{refused.code}") from None
    sections = {section: SectionOut(**one) for section, one in counted(found).items()}
    return RestoringOut(id=name, sections=sections)


def _waiting(visit: Visit, name: str) -> Path:
    found = ArchiveRoom().waiting(name, visit.person.name)
    if found is None:
        raise HTTPException(404)
    return found
