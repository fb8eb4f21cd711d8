"""What was decided lately on questions, by whom, and taken back by a button."""

from __future__ import annotations

from typing import get_args
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from knowledge_base.console.declared import Pages
from knowledge_base.console.inbox_view import verdicts_of
from knowledge_base.console.numbers import number as to_number
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.publish_view import article_address
from knowledge_base.console.visit import Here
from knowledge_base.curation.roles import Right
from knowledge_base.curation.verdict_rows import VerdictKind, Wanted
from knowledge_base.refusals import Refused

PAGE = 50
KINDS: tuple[VerdictKind, ...] = get_args(VerdictKind)
pages = Pages()
part = Part(pages, links=(Link("/verdicts", "inbox.verdicts", "d", Right.READ),))


@pages.get("/verdicts", right=Right.READ)
def verdicts(visit: Here, kind: str = "", by: str = "", before: str = "") -> Response:
    kind = kind if kind in KINDS else ""
    asked, known = {"kind": kind, "by": by}, verdicts_of(visit)
    found = known.latest(PAGE + 1, wanted=Wanted(kind, by, to_number(before) or 0))
    older = ""
    if len(found) > PAGE:
        older = urlencode({**asked, "before": found[PAGE - 1].id})
    return visit.page(
        "verdicts.html", verdicts=found[:PAGE], address=article_address, kinds=KINDS, asked=asked,
        deciders=known.deciders(), older=older,
    )  # fmt: skip


@pages.post("/verdicts/{number:int}/undo", right=Right.DECIDE)
def undo(visit: Here, number: int) -> Response:
    try:
        undone = verdicts_of(visit).undo(number, visit.person.name)
    except Refused:
        raise HTTPException(409) from None
    return visit.redirect(f"/inbox/{undone.verdict.group}", f"inbox.undone.{undone.draft}")
