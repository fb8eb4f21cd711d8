"""Bringing articles in: files or pages are read, shown against what is known, and then drafts."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.settings import settings
from knowledge_base.article import LANGUAGES
from knowledge_base.console.declared import Pages
from knowledge_base.console.imports_api import api
from knowledge_base.console.imports_view import (
    ARCHIVE,
    MOST,
    addresses_of,
    archive_among,
    compared_again,
    listed,
    picked,
    read,
    uploads_of,
)
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.publish_view import article_address
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.draft_rows import Outdated
from knowledge_base.curation.roles import Right
from knowledge_base.importers.archive_room import ArchiveRoom
from knowledge_base.importers.bringing import preview_of, take_in
from knowledge_base.importers.kinds import KNOWN
from knowledge_base.importers.preview import Preview
from knowledge_base.importers.waiting import WaitingRoom

pages = Pages()
part = Part(pages, api, (Link("/import", "imports.title", "m", Right.EDIT),))


@pages.get("/import", right=Right.EDIT)
def bring(visit: Here) -> Response:
    return _form(visit)


@pages.post("/import", right=Right.EDIT)
def examine(visit: Here) -> Response:
    """Read what was given, and show what it would change."""
    uploads, addresses = uploads_of(visit.form), addresses_of(visit.field("addresses"))
    if not uploads and not addresses:
        return _form(visit, 422, errors={"file": visit.t("imports.refused.nothing")})
    if archive := archive_among(uploads):
        if not visit.may(Right.RESTORE):
            return _form(visit, 403, refused=visit.t("imports.refused.archive"))
        kept = ArchiveRoom().keep(archive, visit.person.name)
        return visit.redirect(f"/restore/{kept}")
    language = visit.field("language")
    found = read(uploads, addresses, language if language in LANGUAGES else "")
    shown = preview_of(found, visit.console.database, visit.console.sources)
    return visit.redirect(f"/import/{WaitingRoom().keep(shown, visit.person.name)}")


@pages.get("/import/{name}", right=Right.EDIT)
def preview(visit: Here, name: str) -> Response:
    return _preview(visit, name, _waiting(visit, name))


@pages.post("/import/{name}", right=Right.EDIT)
def take(visit: Here, name: str) -> Response:
    """Make drafts of the chosen ones: all of them, or none."""
    shown = _waiting(visit, name)
    chosen = picked(shown, visit.form.getlist("pick"), visit.field("rest") == "yes")
    if not chosen.wanted:
        return _preview(visit, name, shown, 422, refused=visit.t("imports.refused.none_chosen"))
    note = visit.field("note").strip()[:500]
    console, by = visit.console, visit.person.name
    try:
        count = take_in(chosen, by, note, console.database, console.sources)
    except Outdated as late:
        return _preview(visit, name, shown, 409, refused=_late(visit, late), again=True)
    WaitingRoom().forget(name)
    return visit.redirect("/publish", "imports.taken", count=count)


@pages.post("/import/{name}/again", right=Right.EDIT)
def again(visit: Here, name: str) -> Response:
    """Compare the same content with what is known by now."""
    shown = compared_again(visit, _waiting(visit, name))
    kept = WaitingRoom().keep(shown, visit.person.name)
    WaitingRoom().forget(name)
    return visit.redirect(f"/import/{kept}")


@pages.post("/import/{name}/drop", right=Right.EDIT)
def drop(visit: Here, name: str) -> Response:
    _waiting(visit, name)
    WaitingRoom().forget(name)
    return visit.redirect("/import", "imports.dropped")


def _waiting(visit: Visit, name: str) -> Preview:
    """Only for whom it was made, and for an hour."""
    found = WaitingRoom().waiting(name, visit.person.name)
    if found is None:
        raise HTTPException(404)
    return found


def _form(visit: Visit, status: int = 200, /, **values: Any) -> Response:
    given = {"refused": "", "errors": {}, **values}
    return visit.page(
        "import.html", status, most=settings().import_max_mb, altogether=MOST, kinds=KNOWN,
        archive=ARCHIVE, addresses=visit.field("addresses"), **given,
    )  # fmt: skip


def _preview(
    visit: Visit, name: str, shown: Preview, status: int = 200, /, **values: Any
) -> Response:
    given = {"refused": "", "again": False, **values}
    return visit.page(
        "import_preview.html", status, name=name, counts=shown.counts, address=article_address,
        listed=listed(visit, shown), **given,
    )  # fmt: skip


def _late(visit: Visit, late: Outdated) -> str:
    if late.current is None:
        return visit.t("imports.refused.gone")
    article = late.current.article
    return visit.t("imports.refused.outdated", by=late.current.by, title=article.title)
