"""Contacts who may be one person: joined by a colleague, told apart, and joined no more."""

from __future__ import annotations

from starlette.responses import Response

from actions.crm.console import FOLDER
from actions.crm.console.duplicates_api import api
from actions.crm.console.view import refused, shared
from actions.crm.customers import merging
from actions.crm.customers.books import changing, looking
from actions.crm.customers.duplicates import proposed
from actions.crm.port import CrmRefused
from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.roles import Right

pages = Pages()
part = Part(pages, api, folder=FOLDER)


@pages.get("/duplicates", right=Right.CUSTOMERS)
def duplicates(visit: Here) -> Response:
    return _page(visit)


@pages.post("/duplicates", right=Right.CUSTOMERS)
def decide(visit: Here) -> Response:
    """`do` is `merge`, which keeps the first, or `apart`."""
    one, other, by = visit.field("one"), visit.field("other"), visit.person.name
    does = merging.merge if visit.field("do") == "merge" else merging.tell_apart
    try:
        with changing(visit.console.database) as unit:
            does(unit, one, other, by)
    except CrmRefused as error:
        return _page(visit, 409, refused(visit, error))
    joined = does is merging.merge
    return visit.redirect("/duplicates", f"duplicates.done.{'merge' if joined else 'apart'}")


@pages.post("/duplicates/{number:int}/undo", right=Right.CUSTOMERS)
def undo(visit: Here, number: int) -> Response:
    try:
        with changing(visit.console.database) as unit:
            undone = merging.undo(unit, number, visit.person.name)
    except CrmRefused as error:
        return _page(visit, 409, refused(visit, error))
    return visit.redirect(f"/customers/{undone.gone}", "duplicates.done.undo")


def _page(visit: Visit, status: int = 200, problem: str = "") -> Response:
    with looking(visit.console.database) as unit:
        pairs, merges = proposed(unit), merging.latest(unit)
    return visit.page(
        "duplicates.html", status, pairs=pairs, merges=merges, refused=problem, **shared(visit)
    )
