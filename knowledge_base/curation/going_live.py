"""Whether a process serves what a release said."""

from __future__ import annotations

from typing import Any, Literal

from knowledge_base.curation.applying import same
from knowledge_base.curation.lifecycle import is_served, today
from knowledge_base.curation.release_rows import Release
from knowledge_base.sources import Sources

Progress = Literal["online", "waiting", "trouble", "replaced", "unknown", "not_live"]


def progress(release: Release, sources: Sources, knowledge: Any) -> Progress:
    """`replaced`: something later says otherwise; `trouble`: the process names a problem."""
    if release.state != "live":
        return "not_live"
    published = getattr(knowledge, "published", None)
    if published is None:
        return "unknown"
    held, day = sources.held(), today()
    served = {article.key: article for article in published.articles}
    for change in release.changes:
        standing = held[change.key].standing if change.key in held else None
        if not same(standing, change.after):
            return "replaced"
        expected = standing if standing and is_served(standing, day) else None
        if not same(served.get(change.key), expected):
            return "trouble" if getattr(knowledge, "problem", "") else "waiting"
    return "online"
