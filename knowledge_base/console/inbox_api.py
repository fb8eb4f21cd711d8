"""The inbox, for programs: groups, their questions, verdicts and what follows from them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import Query
from starlette.exceptions import HTTPException

from bot.clock import now
from knowledge_base.console.declared import Api
from knowledge_base.console.inbox_models import (
    GroupOut,
    GroupsOut,
    GroupWhole,
    Kind,
    NearOut,
    NewMerge,
    NewSplit,
    NewVerdict,
    QuestionOut,
    UndoneOut,
    VerdictOut,
)
from knowledge_base.console.inbox_view import LONGEST, group_of, inbox_of, verdicts_of
from knowledge_base.console.numbers import Number, Place
from knowledge_base.console.visit import Here
from knowledge_base.curation.draft_rows import Outdated as DraftOutdated
from knowledge_base.curation.group_lists import GroupList
from knowledge_base.curation.inbox import Outdated
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.roles import Right
from knowledge_base.curation.verdicts import Verdict, Verdicts, Wanted
from knowledge_base.refusals import Refused

api = Api()


@api.get("/groups", right=Right.READ)
def groups(
    visit: Here,
    language: str = "",
    after: Place = "",
    limit: Number = 20,
    list: GroupList = "waiting",
    words: Annotated[str, Query(max_length=LONGEST)] = "",
) -> GroupsOut:
    """The groups of a list whose questions have these words, most people first."""
    page = inbox_of(visit).page(language, after, max(1, min(limit, 100)), list, words)
    return GroupsOut(items=[GroupOut(**asdict(one)) for one in page.groups], next=page.after)


@api.get("/groups/{number:int}", right=Right.READ)
def group(visit: Here, number: int) -> GroupWhole:
    """A group, its questions, and the articles that are nearest to it."""
    found, inbox = group_of(visit, number), inbox_of(visit)
    near = inbox.nearest(number, visit.console.knowledge.search)
    return GroupWhole(
        **asdict(found),
        items=[QuestionOut(**asdict(one)) for one in inbox.questions(number)],
        nearest=[
            NearOut(article=a.article, title=a.title, score=a.score, confidence=a.confidence)
            for a in (near.answers if near else ())
        ],
    )


@api.post("/groups/{number:int}/verdicts", right=Right.DECIDE, status_code=201)
def decide(visit: Here, number: int, new: NewVerdict) -> VerdictOut:
    """Decide on a group as it was seen; refused when it is not that any more."""
    group_of(visit, number)
    try:
        return plain(_decided(verdicts_of(visit), number, visit.person.name, new))
    except (Outdated, DraftOutdated):
        raise NotPossible("group_changed") from None
    except Refused as refused:
        raise NotPossible(refused.code or "invalid") from None


@api.post("/groups/{number:int}/split", right=Right.DECIDE, status_code=201)
def split(visit: Here, number: int, new: NewSplit) -> GroupOut:
    """Make another group of some of the questions, and not all."""
    group_of(visit, number)
    inbox, by = inbox_of(visit), visit.person.name
    try:
        made = inbox.split(number, new.revision, new.questions, by)
    except Outdated:
        raise NotPossible("group_changed") from None
    except ValueError:
        raise HTTPException(422) from None
    return GroupOut(**asdict(group_of(visit, made)))


@api.post("/groups/{number:int}/merge", right=Right.DECIDE)
def merge(visit: Here, number: int, new: NewMerge) -> GroupOut:
    """Bring another group of the same language into this one."""
    pair = (number, new.revision), (new.other, new.other_revision)
    group_of(visit, number)
    try:
        inbox_of(visit).merge(*pair, visit.person.name)
    except Outdated:
        raise NotPossible("group_changed") from None
    except ValueError:
        raise HTTPException(422) from None
    return GroupOut(**asdict(group_of(visit, number)))


@api.get("/verdicts", right=Right.READ)
def verdicts(
    visit: Here, limit: Number = 50, kind: Kind | None = None, by: str = "", before: Number = 0
) -> list[VerdictOut]:
    """The latest verdicts, newest first; `before` is the last one's number of the page before."""
    wanted = Wanted(kind or "", by, before)
    return [plain(one) for one in verdicts_of(visit).latest(max(1, min(limit, 500)), wanted)]


@api.post("/verdicts/{number:int}/undo", right=Right.DECIDE)
def undo(visit: Here, number: int) -> UndoneOut:
    """Take a verdict back; its group waits again."""
    try:
        undone = verdicts_of(visit).undo(number, visit.person.name)
    except Refused:
        raise HTTPException(404) from None
    return UndoneOut(verdict=plain(undone.verdict), draft=undone.draft)


def plain(one: Verdict) -> VerdictOut:
    return VerdictOut(**asdict(one))


def _decided(known: Verdicts, number: int, by: str, new: NewVerdict) -> Verdict:
    seen = number, new.revision, by
    if new.kind == "phrasing":
        return known.phrasing_of(*seen, new.article, new.examples)
    if new.kind == "article":
        return known.new_article(*seen, new.title, new.body, new.examples)
    if new.kind == "later":
        if new.until is None or new.until <= now().date():
            raise Refused("a later day is needed", code="until")
        return known.later(*seen, new.until)
    return known.spam(*seen) if new.kind == "spam" else known.out_of_scope(*seen)
