"""What an article said over time: who, when, why; any two compared, any one restored."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from knowledge_base.console.article_versions import Saying, versions_of
from knowledge_base.console.article_view import Difference, differences, entries_of, missing
from knowledge_base.console.declared import Pages
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.catalogue import Entry
from knowledge_base.curation.roles import Right

pages = Pages()


@dataclass(frozen=True)
class Compared:
    """A language's versions, and what changed from `old` to `new`."""

    entry: Entry
    versions: list[Saying]
    old: Saying | None
    new: Saying | None

    @property
    def fields(self) -> list[Difference]:
        if self.old is None or self.new is None:
            return []
        return differences(self.old.article, self.new.article)


@pages.get("/articles/{id:path}/history", right=Right.READ)
def history(visit: Here, id: str, language: str = "", old: str = "", new: str = "") -> Response:
    found = entries_of(visit, id)
    if not found:
        return missing(visit)
    asked = {one: (old, new) if one == language else ("", "") for one in found}
    sides = {one: _compared(visit, entry, *asked[one]) for one, entry in found.items()}
    return visit.page("article_history.html", id=id, sides=sides)


def _compared(visit: Visit, entry: Entry, old: str, new: str) -> Compared:
    """By default, the last change."""
    versions = versions_of(visit, entry)
    named = {one.name: one for one in reversed(versions)}
    newest = versions[0] if versions else None
    before = versions[1] if len(versions) > 1 else None
    return Compared(entry, versions, named.get(old, before), named.get(new, newest))
