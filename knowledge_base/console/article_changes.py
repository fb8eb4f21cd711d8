"""Buttons of an article in one language: withdraw, restore, drop, still right, the file's text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from starlette.responses import Response

from knowledge_base.article import Key
from knowledge_base.console.article_form import shown
from knowledge_base.console.article_versions import versions_of
from knowledge_base.console.article_view import editing, entries_of, missing, place, sources
from knowledge_base.console.declared import Pages
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.catalogue import Entry
from knowledge_base.curation.draft_rows import Outdated
from knowledge_base.curation.edits import Edit, Overtaken, mark
from knowledge_base.curation.lifecycle import today
from knowledge_base.curation.roles import Right
from knowledge_base.refusals import Refused

pages = Pages()
Change = Callable[[Visit, Entry, int], object]


@pages.post("/articles/{id:path}/{language}/{change}", right=Right.EDIT)
def change(visit: Here, id: str, language: str, change: str) -> Response:
    entry = entries_of(visit, id).get(language)
    if entry is None or change not in CHANGES:
        return missing(visit)
    number = visit.field("revision", "0")
    revision = int(number) if number.isdecimal() and len(number) < 10 else 0
    try:
        CHANGES[change](visit, entry, revision)
    except (Outdated, Overtaken):
        return visit.redirect(place(id), "articles.changed_since")
    except Refused as refused:
        return visit.redirect(place(id), f"articles.refused.{refused.code}")
    is_gone = change == "drop" and not entry.origin and not entries_of(visit, id)
    return visit.redirect("/articles" if is_gone else place(id), f"articles.done.{change}")


def _take_file(visit: Visit, entry: Entry, revision: int) -> None:
    """Propose what the folder says now."""
    file = sources(visit).held()[entry.key].file
    if file is not None:
        _keep(visit, Edit(file, mark(entry.article), 0))


def _keep_ours(visit: Visit, entry: Entry, revision: int) -> None:
    """Propose what is served once more: published, it counts more than the file again."""
    _keep(visit, Edit(entry.article, mark(entry.article), 0, anyway=True))


def _again(visit: Visit, entry: Entry, revision: int) -> None:
    """Propose what an earlier version said."""
    wanted = visit.field("version")
    version = next((one for one in versions_of(visit, entry) if one.name == wanted), None)
    if version is None:
        raise Refused("there is no such version", code="no_version")
    _keep(visit, Edit(version.article, mark(shown(entry)), revision, anyway=not entry.is_served))


def _remind(visit: Visit, entry: Entry, _: int) -> None:
    """On a day that has not come yet; without one, no more."""
    given, day = visit.field("day").strip(), _day(visit.field("day"))
    if given and (day is None or day <= today()):
        raise Refused("a later day is needed", code="reminder")
    editing(visit).remind(entry.key, day, visit.person.name)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _keep(visit: Visit, edit: Edit) -> None:
    editing(visit).save([edit], visit.person.name)


def _by(visit: Visit, entry: Entry) -> tuple[Key, str]:
    return entry.key, visit.person.name


CHANGES: dict[str, Change] = {
    "withdraw": lambda visit, entry, revision: editing(visit).withdraw(
        *_by(visit, entry), revision
    ),
    "restore": lambda visit, entry, _: editing(visit).restore(*_by(visit, entry)),
    "drop": lambda visit, entry, revision: editing(visit).drop(*_by(visit, entry), revision),
    "still-right": lambda visit, entry, _: editing(visit).still_right(*_by(visit, entry)),
    "take-file": _take_file,
    "keep-ours": _keep_ours,
    "again": _again,
    "remind": _remind,
    "forget-reminder": lambda visit, entry, _: editing(visit).remind(
        entry.key, None, visit.person.name
    ),
}
