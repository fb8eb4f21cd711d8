"""The page of one group of questions: as it stands, as it was refused, or as it has become."""

from __future__ import annotations

from starlette.responses import Response

from knowledge_base.console.inbox_view import (
    LONGEST,
    TICKED,
    inbox_of,
    last_of,
    neighbours,
    reasons,
    shown,
    titles,
    trend,
    verdicts_of,
)
from knowledge_base.console.numbers import number as to_number
from knowledge_base.console.publish_view import article_address
from knowledge_base.console.visit import Visit
from knowledge_base.curation.group_rows import Group
from knowledge_base.curation.inbox import Outdated
from knowledge_base.curation.verdicts import Wanted

LATEST, NEAREST, OTHERS = 100, 4, 20
FIELDS = {"no_article": "other", "too_many": "other", "no_example": "example", "split": "example",
          "empty": "title", "too_long": "title", "merge": "merged"}  # fmt: skip


def group_page(visit: Visit, found: Group, status: int = 200, /, **values: object) -> Response:
    inbox = inbox_of(visit)
    knowledge = visit.console.knowledge
    near = knowledge.search(found.example, found.language, NEAREST) if found.example else None
    known = titles(visit, found.language)
    made, of = verdicts_of(visit), shown(visit)
    decided = made.latest(1, Wanted(group=found.id))
    find = visit.request.query_params.get("find", "")[:LONGEST]
    others, more = _others(visit, found, find)
    given = {"refused": "", "joined": (), "changed": False, "errors": {}, **values}
    return visit.page(
        "group.html", status, group=found, questions=inbox.questions(found.id), near=near,
        around=neighbours(inbox, found, of), of=of, find=find,
        others=others, others_more=more,
        trend=trend(found), reasons=reasons(visit, [found])[found.id], titles=known, ticked=TICKED,
        last=last_of(visit, made.latest(LATEST)), address=article_address,
        decided=decided[0] if decided else None, **given,
    )  # fmt: skip


def changed(visit: Visit, found: Group, outdated: Outdated) -> Response:
    """Somebody decided, or questions joined: shown, with the form for deciding again."""
    current = outdated.current or found
    return group_page(visit, current, 409, joined=outdated.joined, changed=True)


def refused_page(visit: Visit, found: Group, code: str) -> Response:
    """The form as it was filled in, with the reason at its top and beside the field it is about."""
    said = visit.t(f"inbox.refused.{code}")
    errors = {FIELDS[code]: said} if code in FIELDS else {}
    return group_page(visit, found, 422, refused=said, errors=errors)


def _others(visit: Visit, found: Group, find: str) -> tuple[list[Group], bool]:
    """Groups that may join this one, and whether there are more: the busiest, or with words."""
    page = inbox_of(visit).page(found.language, limit=OTHERS + 1, words=find)
    others = [one for one in page.groups if one.id != found.id]
    return others[:OTHERS], bool(page.after) or len(others) > OTHERS


def revision(visit: Visit) -> int:
    return to_number(visit.field("revision")) or 0


def examples(visit: Visit) -> list[int]:
    given = (one for one in visit.form.getlist("example") if isinstance(one, str))
    return [found for one in given if (found := to_number(one)) is not None]
