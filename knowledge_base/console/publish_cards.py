"""What the home page says of publishing: what waits, what the last check found, what is due."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge_base.console.parts import HomeCard
from knowledge_base.console.publish_view import article_address
from knowledge_base.console.visit import Visit
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.lifecycle import reminders, today
from knowledge_base.curation.roles import Right

MOST = 5  # articles of one owner


def waiting(visit: Visit) -> dict[str, Any]:
    console = visit.console
    drafts = Drafts(console.database, console.sources).all()
    releases = console.publishing.releases(visit.person.name)
    check = console.checks.get()
    clashes = [] if check is None or check.report is None else [
        one for one in check.report.findings if one.kind == "contradiction"
    ]  # fmt: skip
    return {
        "drafts": len(drafts), "scheduled": releases.scheduled(), "clashes": len(clashes),
        "check": check, "refused": releases.refused(drafts),
    }  # fmt: skip


def due(visit: Visit) -> dict[str, Any]:
    """By owner; from memory, so only where the knowledge base is there."""
    published = getattr(visit.console.knowledge, "published", None)
    found = reminders(published.articles if published else (), today())
    return {"owners": found, "most": MOST, "address": article_address}


def _figures(values: Mapping[str, Any]) -> Mapping[str, float]:
    return {
        "releases_scheduled": len(values["scheduled"]),
        "releases_refused": len(values["refused"]),
        "contradictions": values["clashes"],
    }


cards = (
    HomeCard(Right.READ, "card_publish.html", waiting, _figures),
    HomeCard(Right.READ, "card_due.html", due),
)
