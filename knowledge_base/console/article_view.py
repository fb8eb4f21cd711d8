"""The page of an article, as its editor and its readers see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from knowledge_base.article import Article
from knowledge_base.console.article_form import ABOUT, READ, Side, shown, texts_of
from knowledge_base.console.article_preview import preview
from knowledge_base.console.visit import Visit
from knowledge_base.console.word_diff import Run, runs
from knowledge_base.curation.catalogue import Catalogue, Entry
from knowledge_base.curation.editing import Editing
from knowledge_base.curation.lifecycle import today
from knowledge_base.sources import Sources
from knowledge_base.store import ArticleStore

Difference = tuple[str, list[Run]]


def entries(visit: Visit) -> list[Entry]:
    return Catalogue(visit.console.database, sources(visit)).entries()


def entries_of(visit: Visit, name: str) -> dict[str, Entry]:
    """The languages of one article."""
    return {entry.key[1]: entry for entry in entries(visit) if entry.key[0] == name}


def is_known(visit: Visit, name: str) -> bool:
    return bool(entries_of(visit, name))


def sources(visit: Visit) -> Sources:
    found: Sources | None = visit.console.sources
    return found or Sources(store=ArticleStore(visit.console.database))


def editing(visit: Visit) -> Editing:
    return Editing(visit.console.database, sources(visit))


def place(name: str, more: str = "") -> str:
    """The address of an article's page, below `/console`."""
    return f"/articles/{quote(name)}{more}"


def missing(visit: Visit) -> Response:
    return visit.page("refusal.html", 404, why="404")


def differences(before: Article, after: Article) -> list[Difference]:
    """The fields that differ, word by word."""
    return text_differences(texts_of(before), texts_of(after))


def text_differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[Difference]:
    names = (name for name in (*READ, *ABOUT) if before[name] != after[name])
    return [(name, runs(before[name], after[name])) for name in names]


def show(
    visit: Visit, name: str, sides: Sequence[Side], status: int = 200, /, **values: Any
) -> Response:
    """An article's page; `name` is empty for one that is new."""
    everything = values.pop("everything", None) or entries(visit)
    found = {one.key[1]: one for one in everything if one.key[0] == name}
    known = [shown(one) for one in everything]
    given = {
        "errors": {},
        "conflicts": [],
        "given": "",
        "id": name,
        "sides": sides,
        "entries": found,
        "changed": _changed(found),
        "files": _files(visit, found),
        "previews": {side.language: preview(side, visit) for side in sides},
        "names": _names(known),
        "read": READ,
        "about": ABOUT,
        "tomorrow": today() + timedelta(days=1),
    }
    return visit.page("article.html", status, **{**given, **values})


def _changed(found: Mapping[str, Entry]) -> dict[str, list[Difference]]:
    """What each draft changes of what was published."""
    edits = {one: entry for one, entry in found.items() if entry.draft and entry.origin}
    return {one: differences(entry.article, shown(entry)) for one, entry in edits.items()}


def _files(visit: Visit, found: Mapping[str, Entry]) -> dict[str, list[Difference]]:
    """Where the folder's file changed since: what it says now against what is served."""
    held = sources(visit).held() if any(one.file_differs for one in found.values()) else {}
    return {
        language: differences(entry.article, file)
        for language, entry in found.items()
        if entry.file_differs and (file := held[entry.key].file)
    }


def _names(known: Sequence[Article]) -> dict[str, list[str]]:
    """What the fields suggest."""
    return {
        name: sorted({getattr(one, name) for one in known if getattr(one, name)}, key=str.casefold)
        for name in ("category", "owner")
    }
