"""Drafts for programs: proposed, dropped, withdrawn, restored, and never over another's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException

from knowledge_base.article import Key, article_from
from knowledge_base.console.api_guard import problem
from knowledge_base.console.article_form import said, shown
from knowledge_base.console.article_models import (
    DraftIn,
    DraftOut,
    Language,
    NoteIn,
    ReminderIn,
    RevisionIn,
    article_out,
    draft_out,
)
from knowledge_base.console.article_view import editing, entries_of, sources
from knowledge_base.console.declared import Api
from knowledge_base.console.numbers import Number
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.draft_rows import Draft, Outdated
from knowledge_base.curation.drafts import Drafts
from knowledge_base.curation.edits import Edit, Note, Overtaken, mark
from knowledge_base.curation.roles import Right
from knowledge_base.refusals import Refused

api = Api()
ONE = "/articles/{id:path}/{language}"
CONFLICT: dict[int | str, dict[str, Any]] = {
    409: {"description": "changed since; `current` stands"}
}


@api.get(ONE + "/draft", right=Right.READ)
def draft(visit: Here, id: str, language: Language) -> DraftOut:
    """What is proposed; 404 when nothing is."""
    found = Drafts(visit.console.database, sources(visit)).get((id, language))
    if found is None:
        raise HTTPException(404)
    return draft_out(found)


@api.put(ONE + "/draft", right=Right.EDIT, response_model=DraftOut, responses=CONFLICT)
def save(visit: Here, id: str, language: Language, wanted: DraftIn) -> Any:
    """Propose an article, new or changed; a release makes it live."""
    said = wanted.model_dump(mode="json", exclude={"revision", "seen"})
    article = article_from({"id": id, "language": language, **said})
    entry = entries_of(visit, id).get(language)
    standing, held = (shown(entry), entry.draft) if entry else (None, None)

    def saved() -> DraftOut:
        if wanted.seen and (standing is None or standing.version != wanted.seen):
            raise Overtaken(article.key, standing, held)
        edit = Edit(article, mark(standing), wanted.revision, anyway=True)
        return draft_out(editing(visit).save([edit], visit.person.name)[0])

    return _answer(visit, saved)


@api.delete(ONE + "/draft", right=Right.EDIT, status_code=204, response_model=None,
            responses=CONFLICT)  # fmt: skip
def drop(visit: Here, id: str, language: Language, revision: Number | None = None) -> Any:
    """Give a proposal up."""
    return _answer(visit, lambda: editing(visit).drop((id, language), visit.person.name, revision))


@api.post(ONE + "/withdraw", right=Right.EDIT, response_model=DraftOut, responses=CONFLICT)
def withdraw(visit: Here, id: str, language: Language, seen: RevisionIn) -> Any:
    """Propose to serve an article no more."""
    key = _known(visit, id, language)
    return _answer(
        visit, lambda: _made(editing(visit).withdraw(key, visit.person.name, seen.revision))
    )


@api.post(ONE + "/restore", right=Right.EDIT, response_model=DraftOut)
def restore(visit: Here, id: str, language: Language) -> Any:
    """Propose to serve a withdrawn article again, as it was."""
    key = _known(visit, id, language)
    return _answer(visit, lambda: _made(editing(visit).restore(key, visit.person.name)))


@api.post(ONE + "/still-right", right=Right.EDIT, status_code=204)
def still_right(visit: Here, id: str, language: Language) -> None:
    """Its other language was published since, and nothing here needs to change."""
    editing(visit).still_right(_known(visit, id, language), visit.person.name)


@api.put(ONE + "/note", right=Right.EDIT)
def note(visit: Here, id: str, language: Language, wanted: NoteIn) -> NoteIn:
    """Replace the internal note, which is never published."""
    key = _known(visit, id, language)
    return NoteIn(note=editing(visit).note(key, Note(wanted.note), visit.person.name))


@api.put(ONE + "/reminder", right=Right.EDIT)
def remind(visit: Here, id: str, language: Language, wanted: ReminderIn) -> ReminderIn:
    """Show it among what is due from a day on, or no more."""
    editing(visit).remind(_known(visit, id, language), wanted.reminder, visit.person.name)
    return wanted


def _known(visit: Visit, id: str, language: str) -> Key:
    if language not in entries_of(visit, id):
        raise HTTPException(404)
    return id, language


def _made(draft: Draft) -> DraftOut:
    return draft_out(draft)


def _answer(visit: Visit, make: Callable[[], Any]) -> Any:
    """What was made, or the problem that kept it from being."""
    try:
        return make()
    except Overtaken as error:
        current = draft_out(error.draft).model_dump(mode="json") if error.draft else None
        stands = article_out(error.standing).model_dump(mode="json") if error.standing else None
        return problem(visit.request, 409, "conflict", current=current, article=stands)
    except Outdated as error:
        current = draft_out(error.current).model_dump(mode="json") if error.current else None
        return problem(visit.request, 409, "conflict", current=current)
    except Refused as refused:
        return problem(visit.request, 422, refused.code or "invalid", detail=said(refused, visit))
