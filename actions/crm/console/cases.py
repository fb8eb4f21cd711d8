"""Cases that wait for somebody: the most urgent first, with what is left of their time."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from actions.crm.console import FOLDER
from actions.crm.console.asked import Asked, asked
from actions.crm.console.cases_api import api
from actions.crm.console.view import refused, shared, task_of
from actions.crm.customers import doing
from actions.crm.customers.books import changing, looking
from actions.crm.customers.card import notes_of
from actions.crm.customers.signals import Signal
from actions.crm.customers.work import Page, cases_page
from actions.crm.port import CaseStatus, CrmRefused
from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.roles import Right

STATUSES = tuple(one.value for one in CaseStatus)
KEYS = {"open": "o", "waiting": "w", "resolved": "s", "closed": "x"}
pages = Pages()
part = Part(pages, api, (Link("/cases", "cases.title", "b", Right.CUSTOMERS),), folder=FOLDER)


@pages.get("/cases", right=Right.CUSTOMERS)
def cases(visit: Here) -> Response:
    of, page = _list(visit)
    template = "_cases_list.html" if visit.is_htmx else "cases.html"
    return visit.page(
        template, page=page, of=of, statuses=STATUSES, signals=Signal, list_path="/cases",
        **shared(visit),
    )  # fmt: skip


@pages.get("/cases/{ref}", right=Right.CUSTOMERS)
def case(visit: Here, ref: str) -> Response:
    return _case(visit, ref)


@pages.post("/cases/{ref}/assign", right=Right.CUSTOMERS)
def assign(visit: Here, ref: str) -> Response:
    who = visit.person.name if visit.field("to") == "me" else ""
    try:
        with changing(visit.console.database) as unit:
            doing.assign(unit, "case", ref, who, visit.person.name, visit.field("seen"))
    except CrmRefused as error:
        return _case(visit, ref, 409, refused(visit, error))
    return visit.redirect(_back(visit, ref), "work.done.taken" if who else "work.done.given_back")


@pages.post("/cases/{ref}/note", right=Right.CUSTOMERS)
def note(visit: Here, ref: str) -> Response:
    try:
        with changing(visit.console.database) as unit:
            doing.note(unit, "case", ref, visit.field("note"), visit.person.name)
    except CrmRefused as error:
        return _case(visit, ref, 422, refused(visit, error))
    return visit.redirect(_back(visit, ref), "work.done.noted")


@pages.post("/cases/{ref}/status", right=Right.CUSTOMERS)
def status(visit: Here, ref: str) -> Response:
    wanted = next((one for one in CaseStatus if one.value == visit.field("do")), None)
    if wanted is None:
        raise HTTPException(422)
    try:
        with changing(visit.console.database) as unit:
            doing.set_status(unit, ref, wanted, visit.person.name)
    except CrmRefused as error:
        return _case(visit, ref, 409, refused(visit, error))
    return visit.redirect(_back(visit, ref), f"cases.done.{wanted.value}", ref=ref)


def _case(visit: Visit, ref: str, code: int = 200, problem: str = "") -> Response:
    task = task_of(visit, "case", ref)
    refs = [one.ref for one in _list(visit)[1].tasks]
    place = refs.index(task.ref) if task.ref in refs else -1
    with looking(visit.console.database) as unit:
        notes = notes_of(unit, task.ref)
    return visit.page(
        "case.html", code, task=task, refused=problem, notes=notes, keys=KEYS,
        before=refs[place - 1] if place > 0 else "",
        after=refs[place + 1] if place + 1 < len(refs) else "",
        statuses=STATUSES, query=_list_query(visit), note=visit.field("note"), **shared(visit),
    )  # fmt: skip


def _list(visit: Visit) -> tuple[Asked, Page]:
    of = asked(visit, STATUSES, today=False)
    with looking(visit.console.database) as unit:
        return of, cases_page(unit, of.wanted)


def _list_query(visit: Visit) -> str:
    return asked(visit, STATUSES, today=False).query()


def _back(visit: Visit, ref: str) -> str:
    path = "/cases" if visit.field("from") == "list" else f"/cases/{ref}"
    return path + _list_query(visit)
