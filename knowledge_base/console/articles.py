"""The list of articles, and the part that everything about them belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends
from starlette.responses import Response

from knowledge_base.console import (
    article_changes,
    article_editor,
    article_history,
    article_preview,
)
from knowledge_base.console.article_api import api
from knowledge_base.console.article_cards import cards
from knowledge_base.console.article_filter import Wanted, chosen
from knowledge_base.console.article_form import shown
from knowledge_base.console.article_rows import page_of, rows
from knowledge_base.console.article_usage import DAYS, usage
from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.catalogue import Catalogue, Entry, State
from knowledge_base.curation.roles import Right

pages = Pages()
Filter = Annotated[Wanted, Depends(Wanted)]
STATES = ("draft", *(one.value for one in State if one is not State.DRAFT), "file")


@pages.get("/articles", right=Right.READ)
def articles(visit: Here, wanted: Filter) -> Response:
    console = visit.console
    entries = Catalogue(console.database, console.sources).entries()
    found = chosen(rows(entries, usage(console.database)), wanted, visit.language)
    shown_rows, number, last = page_of(found, wanted.page)
    return visit.page(
        "articles.html",
        rows=shown_rows,
        count=len(found),
        total=len({entry.key[0] for entry in entries}),
        wanted=wanted,
        page=number,
        last=last,
        address=lambda **more: _address(wanted, **more),
        sorted_by=lambda name: _sorted_by(wanted, name),
        choices=_choices(entries, visit),
        weeks=DAYS // 7,
    )


def _address(wanted: Wanted, **more: object) -> str:
    """The list with one thing asked otherwise, from its first page."""
    asked = {**asdict(wanted), "page": 1, **more}
    usual = asdict(Wanted())
    said = {name: value for name, value in asked.items() if value != usual[name]}
    return "/console/articles" + (f"?{urlencode(said)}" if said else "")


def _sorted_by(wanted: Wanted, name: str) -> str:
    """As `aria-sort` wants it."""
    if wanted.sort.lstrip("-") != name:
        return "none"
    return "descending" if wanted.sort.startswith("-") else "ascending"


def _choices(entries: Iterable[Entry], visit: Visit) -> dict[str, list[tuple[str, str]]]:
    """What each filter offers: value and text."""
    found = [shown(entry) for entry in entries]
    tags = {tag for article in found for tag in article.tags}
    return {
        "language": [("fr", "Français"), ("en", "English")],
        "state": [(one, visit.t(f"articles.state.{one}")) for one in STATES],
        "translation": _worded(visit, "translation", ("missing", "stale")),
        "category": _plain({article.category for article in found}),
        "owner": _plain({article.owner for article in found}),
        "tag": _plain(tags),
        "usage": _worded(visit, "usage", ("used", "unused")),
        "helpfulness": _worded(visit, "helpfulness", ("poor", "good", "unknown")),
    }


def _plain(found: set[str]) -> list[tuple[str, str]]:
    return [(one, one) for one in sorted(found, key=str.casefold) if one]


def _worded(visit: Visit, name: str, values: Sequence[str]) -> list[tuple[str, str]]:
    return [(one, visit.t(f"articles.{name}.{one}")) for one in values]


pages.routes += article_preview.pages.routes
pages.routes += article_history.pages.routes
pages.routes += article_changes.pages.routes
pages.routes += article_editor.pages.routes  # last: its paths take any name
part = Part(pages, api, (Link("/articles", "articles.title", "a", Right.READ),), cards)
