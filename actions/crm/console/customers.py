"""The card of a customer: who they are, what was proven, and everything that happened."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.responses import Response

from actions.crm.console import FOLDER
from actions.crm.console.customers_api import api, looked_at
from actions.crm.console.view import refused, shared
from actions.crm.customers import doing
from actions.crm.customers.books import changing, looking
from actions.crm.customers.search import search
from actions.crm.customers.timeline import timeline
from actions.crm.port import CrmRefused
from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.roles import Right

pages = Pages()
links = (Link("/customers", "customers.title", "f", Right.CUSTOMERS),)
part = Part(pages, api, links, folder=FOLDER)


@pages.get("/customers", right=Right.CUSTOMERS)
def customers(visit: Here, q: str = "") -> Response:
    with looking(visit.console.database) as unit:
        found = search(unit, q)
    return visit.page("customers.html", found=found, asked=q[:200], **shared(visit))


@pages.get("/customers/{ref}", right=Right.CUSTOMERS)
def customer(visit: Here, ref: str) -> Response:
    """The card; that somebody looked at it is written down."""
    return _card(visit, ref)


@pages.post("/customers/{ref}/note", right=Right.CUSTOMERS)
def note(visit: Here, ref: str) -> Response:
    try:
        with changing(visit.console.database) as unit:
            doing.note(unit, "contact", ref, visit.field("note"), visit.person.name)
    except CrmRefused as error:
        return _card(visit, ref, 422, refused(visit, error))
    return visit.redirect(f"/customers/{ref}", "work.done.noted")


@pages.post("/customers/{ref}/withdraw", right=Right.CUSTOMERS)
def withdraw(visit: Here, ref: str) -> Response:
    """They do not want to be called any more: nothing that they agreed to holds."""
    with changing(visit.console.database) as unit:
        doing.withdraw(unit, ref, visit.person.name)
    return visit.redirect(f"/customers/{ref}", "customers.done.withdrawn")


def _card(visit: Visit, ref: str, status: int = 200, problem: str = "") -> Response:
    found = looked_at(visit, ref)
    if found is None:
        raise HTTPException(404)
    if found.ref != ref:
        return visit.redirect(f"/customers/{found.ref}")
    with looking(visit.console.database) as unit:
        happened = timeline(unit, found.ref, visit.console.said)
    return visit.page(
        "customer.html", status, card=found, happened=happened, refused=problem,
        note=visit.field("note"), **shared(visit),
    )  # fmt: skip
