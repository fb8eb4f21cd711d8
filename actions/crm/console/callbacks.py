"""The callbacks of the day: who is called when, what to say, and how the call ended."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from actions.crm.calls import CallOutcome
from actions.crm.console import FOLDER
from actions.crm.console.asked import Asked, asked
from actions.crm.console.callbacks_api import api
from actions.crm.console.home_cards import cards
from actions.crm.console.scripts import script
from actions.crm.console.view import refused, shared, task_of
from actions.crm.customers import doing
from actions.crm.customers.books import changing, looking
from actions.crm.customers.card import calls_and_remarks
from actions.crm.customers.late import TO_BE_MADE
from actions.crm.customers.signals import Signal
from actions.crm.customers.work import Page, callbacks_page
from actions.crm.embedded import attempts, consents
from actions.crm.embedded.callbacks import by_ref
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CallbackStatus, CrmRefused
from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.console.wording import hour
from knowledge_base.curation.roles import Right

STATUSES = tuple(one.value for one in CallbackStatus)
KEYS = {"reached": "d", "answerphone": "m", "no_answer": "p", "wrong_number": "f", "refused": "x"}
pages = Pages()
links = (Link("/callbacks", "callbacks.title", "r", Right.CUSTOMERS),)
SALES = "sales"
part = Part(pages, api, links, cards, FOLDER)


@pages.get("/callbacks", right=Right.CUSTOMERS)
def callbacks(visit: Here) -> Response:
    of, page = _list(visit)
    template = "_callbacks_list.html" if visit.is_htmx else "callbacks.html"
    return visit.page(
        template, page=page, of=of, statuses=STATUSES, signals=Signal, list_path="/callbacks",
        **shared(visit),
    )  # fmt: skip


@pages.get("/callbacks/{ref}", right=Right.CUSTOMERS)
def callback(visit: Here, ref: str) -> Response:
    return _callback(visit, ref)


@pages.post("/callbacks/{ref}/assign", right=Right.CUSTOMERS)
def assign(visit: Here, ref: str) -> Response:
    who = visit.person.name if visit.field("to") == "me" else ""
    try:
        with changing(visit.console.database) as unit:
            doing.assign(unit, "callback", ref, who, visit.person.name, visit.field("seen"))
    except CrmRefused as error:
        return _callback(visit, ref, 409, refused(visit, error))
    return visit.redirect(_back(visit, ref), "work.done.taken" if who else "work.done.given_back")


@pages.post("/callbacks/{ref}/note", right=Right.CUSTOMERS)
def note(visit: Here, ref: str) -> Response:
    try:
        with changing(visit.console.database) as unit:
            doing.note(unit, "callback", ref, visit.field("note"), visit.person.name)
    except CrmRefused as error:
        return _callback(visit, ref, 422, refused(visit, error))
    return visit.redirect(_back(visit, ref), "work.done.noted")


@pages.post("/callbacks/{ref}/outcome", right=Right.CUSTOMERS)
def outcome(visit: Here, ref: str) -> Response:
    """How the call ended, with the note if there is one; then the next callback of the list."""
    ended = next((one for one in CallOutcome if one.value == visit.field("do")), None)
    if ended is None:
        raise HTTPException(422)
    following = _neighbours(visit, ref)[1]
    try:
        with changing(visit.console.database) as unit:
            doing.settle(unit, ref, ended, visit.field("note").strip(), visit.person.name)
            what, values = _what_follows(visit, unit, ref, ended)
    except CrmRefused as error:
        return _callback(visit, ref, 409, refused(visit, error))
    path = f"/callbacks/{following}" if following else "/callbacks"
    return visit.redirect(path + _list_query(visit), what, ref=ref, **values)


def _what_follows(
    visit: Visit, unit: Unit, ref: str, ended: CallOutcome
) -> tuple[str, dict[str, str]]:
    """What is said of it: when the next call is, or which case asks what to do."""
    if ended in attempts.FINAL:
        return f"callbacks.done.{ended.value}", {}
    if case := attempts.case_of(unit, ref):
        return "callbacks.done.given_up", {"case": case}
    now_at = by_ref(unit, ref)
    return "callbacks.done.again", {"when": hour(now_at.start, visit.language) if now_at else ""}


def _callback(visit: Visit, ref: str, status: int = 200, problem: str = "") -> Response:
    task = task_of(visit, "callback", ref)
    before, after = _neighbours(visit, ref)
    with looking(visit.console.database) as unit:
        known = calls_and_remarks(unit, task.ref)
        may_prospect = task.queue != SALES or consents.may_prospect(unit, task.contact)
    return visit.page(
        "callback.html", status, task=task, before=before, after=after, refused=problem,
        remarks=known, script=script(visit, task), keys=KEYS, outcomes=CallOutcome,
        may_prospect=may_prospect,
        may_call=task.status in TO_BE_MADE, query=_list_query(visit), note=visit.field("note"),
        **shared(visit),
    )  # fmt: skip


def _list(visit: Visit) -> tuple[Asked, Page]:
    of = asked(visit, STATUSES, today=True)
    with looking(visit.console.database) as unit:
        return of, callbacks_page(unit, of.wanted)


def _neighbours(visit: Visit, ref: str) -> tuple[str, str]:
    """The callbacks before and after one in the list that its address names."""
    refs = [task.ref for task in _list(visit)[1].tasks]
    place = refs.index(ref) if ref in refs else -1
    if place < 0:
        return "", refs[0] if refs else ""
    return refs[place - 1] if place else "", refs[place + 1] if place + 1 < len(refs) else ""


def _list_query(visit: Visit) -> str:
    return asked(visit, STATUSES, today=True).query()


def _back(visit: Visit, ref: str) -> str:
    """To the list when the button was there, else to the callback."""
    path = "/callbacks" if visit.field("from") == "list" else f"/callbacks/{ref}"
    return path + _list_query(visit)
