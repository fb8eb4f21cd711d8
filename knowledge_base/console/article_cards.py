"""What the home page says of articles: reviews that are due, translations, drafts that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from knowledge_base.console.article_form import shown
from knowledge_base.console.article_view import entries
from knowledge_base.console.parts import HomeCard
from knowledge_base.console.visit import Visit
from knowledge_base.curation.catalogue import Entry, State
from knowledge_base.curation.lifecycle import today
from knowledge_base.curation.roles import Right

FEW = 5
WITHDRAWN, NEW = State.WITHDRAWN, State.NEW


def _values(visit: Visit) -> Mapping[str, Any]:
    found = entries(visit)
    due = _due(found, visit.person.name)
    return {
        "due": due[:FEW],
        "due_count": len(due),
        "stale": [one for one in found if one.stale],
        "drafts": [one for one in found if one.draft],
        "few": FEW,
        "due_on": due_on,
        "today": today(),
    }


def _due(found: Sequence[Entry], name: str) -> list[Entry]:
    """To be read now and in use, each article once: one's own first, then the oldest."""
    late: dict[str, Entry] = {}
    for entry in found:
        if _is_late(entry):
            late.setdefault(entry.key[0], entry)
    return sorted(late.values(), key=lambda one: (*_order(one, name.casefold()), one.key))


def _is_late(entry: Entry) -> bool:
    return due_on(entry) <= today() and entry.state not in (WITHDRAWN, NEW)


def due_on(entry: Entry) -> date:
    """When it is to be read again: by its review date, or because somebody asked to be reminded."""
    return min((day for day in (shown(entry).review, entry.reminder) if day), default=date.max)


def _order(entry: Entry, mine: str) -> tuple[bool, date]:
    return shown(entry).owner.casefold() != mine, due_on(entry)


def _figures(values: Mapping[str, Any]) -> Mapping[str, float]:
    lists = {"translations_stale": values["stale"], "drafts": values["drafts"]}
    return {"reviews_due": values["due_count"], **{name: len(one) for name, one in lists.items()}}


cards = (HomeCard(Right.READ, "card_articles.html", _values, _figures),)
