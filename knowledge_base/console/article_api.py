"""Articles for programs: the list, one of them, and everything it ever said."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.exceptions import HTTPException

from knowledge_base.console import article_draft_api
from knowledge_base.console.article_filter import Wanted, chosen
from knowledge_base.console.article_models import (
    EntryOut,
    Language,
    ListOut,
    VersionOut,
    entry_out,
    version_out,
)
from knowledge_base.console.article_rows import Usage, page_of, rows
from knowledge_base.console.article_usage import usage
from knowledge_base.console.article_versions import versions_of
from knowledge_base.console.article_view import entries, entries_of
from knowledge_base.console.declared import Api
from knowledge_base.console.visit import Here
from knowledge_base.curation.roles import Right

api = Api()
Filter = Annotated[Wanted, Depends(Wanted)]
ONE = article_draft_api.ONE


@api.get("/articles", right=Right.READ)
def listed(visit: Here, wanted: Filter) -> ListOut:
    """A page of articles, filtered and sorted as the console's list; all languages of each."""
    counts = usage(visit.console.database)
    found = chosen(rows(entries(visit), counts), wanted, visit.language)
    shown, number, last = page_of(found, wanted.page)
    sides = [entry for row in shown for entry in row.entries.values()]
    articles = [entry_out(one, counts.get(one.key, Usage())) for one in sides]
    return ListOut(total=len(found), page=number, pages=last, articles=articles)


@api.get(ONE + "/history", right=Right.READ)
def history(visit: Here, id: str, language: Language) -> list[VersionOut]:
    """Everything it said, newest first; a draft before all."""
    entry = entries_of(visit, id).get(language)
    if entry is None:
        raise HTTPException(404)
    return [version_out(one) for one in versions_of(visit, entry)]


api.routes += article_draft_api.api.routes


@api.get(ONE, right=Right.READ)
def one(visit: Here, id: str, language: Language) -> EntryOut:
    """An article: what is published, and what is proposed."""
    entry = entries_of(visit, id).get(language)
    if entry is None:
        raise HTTPException(404)
    return entry_out(entry, usage(visit.console.database).get(entry.key, Usage()))
