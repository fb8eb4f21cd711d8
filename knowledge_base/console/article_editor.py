"""The editor: both languages of an article side by side, kept as drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from starlette.responses import Response

from knowledge_base.article import LANGUAGES
from knowledge_base.checks import LONGEST, slug
from knowledge_base.console.article_conflict import taken_over
from knowledge_base.console.article_form import Side, Wrong, edit_of, note_of, side_from, side_of
from knowledge_base.console.article_view import (
    editing,
    entries,
    is_known,
    missing,
    place,
    show,
)
from knowledge_base.console.declared import Pages
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.edits import Edit, Overtaken
from knowledge_base.curation.roles import Right
from knowledge_base.curation.verdict_drafts import free_name

pages = Pages()
RESERVED = {"new"}


@pages.get("/articles/new", right=Right.EDIT)
def new(visit: Here) -> Response:
    return show(visit, "", [Side(language) for language in LANGUAGES])


@pages.post("/articles/new", right=Right.EDIT)
def create(visit: Here) -> Response:
    sides, given = _sides(visit), visit.field("id").strip()
    if visit.field("do") == "preview":
        return show(visit, "", sides, given=given)
    name = _name(sides, given, {one.key[0] for one in entries(visit)} | RESERVED)
    if name is None:
        errors = {"id": visit.t("articles.refused.taken")}
        return show(visit, "", sides, 422, given=given, errors=errors)
    if all(side.is_empty for side in sides):
        errors = {f"{visit.language}_title": visit.t("articles.refused.empty")}
        return show(visit, "", sides, 422, given=given, errors=errors)
    return _keep(visit, name, sides, "", given)


@pages.get("/articles/{id:path}", right=Right.READ)
def article(visit: Here, id: str) -> Response:
    everything = entries(visit)
    found = {one.key[1]: one for one in everything if one.key[0] == id}
    if not found:
        return missing(visit)
    sides = [side_of(found.get(one), one) for one in LANGUAGES]
    return show(visit, id, sides, everything=everything)


@pages.post("/articles/{id:path}", right=Right.EDIT)
def save(visit: Here, id: str) -> Response:
    if not is_known(visit, id):
        return missing(visit)
    sides = _sides(visit)
    if visit.field("do") == "preview":
        return show(visit, id, sides)
    return _keep(visit, id, sides, id)


def _keep(visit: Visit, name: str, sides: list[Side], shown: str, given: str = "") -> Response:
    """Save every side that was written, or none; `shown` is the article the form stood for."""
    edits, errors = _edits(visit, name, sides)
    if errors:
        return show(visit, shown, sides, 422, errors=errors, given=given)
    notes = {(name, one.language): note_of(one) for one in sides if not one.is_empty}
    try:
        saved = editing(visit).save(edits, visit.person.name, notes)
    except Overtaken as overtaken:
        sides, conflict = taken_over(overtaken, sides)
        return show(visit, name, sides, 409, conflicts=[conflict])
    return visit.redirect(place(name), "articles.saved" if saved else "articles.kept")


def _edits(visit: Visit, name: str, sides: Sequence[Side]) -> tuple[list[Edit], Mapping[str, str]]:
    edits: list[Edit] = []
    errors: dict[str, str] = {}
    for side in (one for one in sides if not one.is_empty):
        try:
            edit = edit_of(side, name, visit)
            edits.append(replace(edit, article=replace(edit.article, id=name)))
        except Wrong as wrong:
            errors |= {f"{side.language}_{field}": text for field, text in wrong.errors.items()}
    return edits, errors


def _sides(visit: Visit) -> list[Side]:
    return [side_from(visit, language) for language in LANGUAGES]


def _name(sides: Sequence[Side], given: str, taken: set[str]) -> str | None:
    """The id that was asked for, or one made of the title; None when it is taken."""
    if given:
        name = slug(given.lower())[: LONGEST["id"]]
        return None if name in taken else name
    title = next((one.fields["title"] for one in sides if one.fields["title"].strip()), "")
    return free_name(title, taken)
