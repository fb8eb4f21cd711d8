"""Bringing articles in, for programs: send files or addresses, look, confirm."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import File, Form, UploadFile
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from bot.settings import settings
from knowledge_base.console.declared import Api
from knowledge_base.console.imports_view import (
    Upload,
    archive_among,
    compared_again,
    place,
    read,
    reason,
)
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.draft_rows import Outdated
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.roles import Right
from knowledge_base.importers.bringing import preview_of, take_in
from knowledge_base.importers.preview import Item, Preview
from knowledge_base.importers.waiting import WaitingRoom

api = Api()


class DifferenceOut(BaseModel):
    field: str
    before: str
    after: str


class ItemOut(BaseModel):
    number: int = Field(description="its place in the preview, by which it is chosen")
    state: Literal["new", "changed", "identical", "refused"]
    article: str
    language: str
    title: str
    differences: list[DifferenceOut]
    where: str = Field(description="of a refusal: the file and the line")
    why: str = Field(description="of a refusal, in words")
    code: str = Field(description="of a refusal, for programs")


class PreviewOut(BaseModel):
    id: str = Field(description="confirm it within an hour, as the same person or token")
    counts: dict[str, int]
    items: list[ItemOut]


class Choice(BaseModel):
    numbers: list[int] | None = Field(None, max_length=20_000, description="all without it")
    note: str = Field("", max_length=500)


class Taken(BaseModel):
    drafts: int


Files = Annotated[list[UploadFile] | None, File(description="as for `guichet kb import`")]
Addresses = Annotated[list[str] | None, Form(description="pages or sitemaps of the own site")]
Language = Annotated[Literal["", "fr", "en"], Form(description="guessed when empty")]


@api.post("/import", right=Right.EDIT, status_code=201)
def examine(
    visit: Here, file: Files = None, address: Addresses = None, language: Language = ""
) -> PreviewOut:
    """Read files or pages and say what they would change; nothing is stored yet."""
    uploads = [_upload(one) for one in file or ()]
    if not uploads and not address:
        raise HTTPException(422, "nothing_sent")
    if archive_among(uploads):
        raise NotPossible("is_export")
    found = read(uploads, address or [], language)
    return _kept(visit, preview_of(found, visit.console.database, visit.console.sources))


@api.get("/import/{name}", right=Right.EDIT)
def preview(visit: Here, name: str) -> PreviewOut:
    return _told(visit, name, _waiting(visit, name))


@api.post("/import/{name}", right=Right.EDIT)
def take(visit: Here, name: str, choice: Choice) -> Taken:
    """Make drafts of what is new or changed, or of those chosen: all of them, or none."""
    shown, console = _waiting(visit, name), visit.console
    numbers = range(len(shown.items)) if choice.numbers is None else sorted(set(choice.numbers))
    kept = Preview(tuple(shown.items[n] for n in numbers if 0 <= n < len(shown.items)))
    try:
        count = take_in(kept, visit.person.name, choice.note, console.database, console.sources)
    except Outdated:
        raise NotPossible("outdated") from None
    WaitingRoom().forget(name)
    return Taken(drafts=count)


@api.post("/import/{name}/again", right=Right.EDIT, status_code=201)
def again(visit: Here, name: str) -> PreviewOut:
    """Compare the same content with what is known by now, after an `outdated`."""
    shown = compared_again(visit, _waiting(visit, name))
    WaitingRoom().forget(name)
    return _kept(visit, shown)


@api.delete("/import/{name}", right=Right.EDIT, status_code=204)
def drop(visit: Here, name: str) -> None:
    """Nothing of it is wanted: the preview is gone, and nothing was stored."""
    _waiting(visit, name)
    WaitingRoom().forget(name)


def _upload(sent: UploadFile) -> Upload:
    return sent.filename or "", sent.file.read(settings().import_max_mb * 1_000_000 + 1)


def _waiting(visit: Visit, name: str) -> Preview:
    found = WaitingRoom().waiting(name, visit.person.name)
    if found is None:
        raise HTTPException(404)
    return found


def _kept(visit: Visit, shown: Preview) -> PreviewOut:
    return _told(visit, WaitingRoom().keep(shown, visit.person.name), shown)


def _told(visit: Visit, name: str, shown: Preview) -> PreviewOut:
    items = [_item(visit, number, one) for number, one in enumerate(shown.items)]
    return PreviewOut(id=name, counts=shown.counts, items=items)


def _item(visit: Visit, number: int, one: Item) -> ItemOut:
    article, refusal = one.article, one.refusal
    changes = [
        DifferenceOut(field=found.field, before=found.before, after=found.after)
        for found in one.differences
    ]
    return ItemOut(
        number=number, state=one.state, article=article.id if article else "",
        language=article.language if article else "", title=article.title if article else "",
        differences=changes, where=place(refusal) if refusal else "",
        why=reason(visit, refusal) if refusal else "", code=refusal.code if refusal else "",
    )  # fmt: skip
