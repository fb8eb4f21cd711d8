"""What is on its way to the company's CRM, what it refused and why, and sending that again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from actions.crm.console import FOLDER
from actions.crm.console.outbox_api import again, api, standing
from actions.crm.outbox.tables import State
from knowledge_base.console.declared import Pages
from knowledge_base.console.numbers import number as to_number
from knowledge_base.console.parts import HomeCard, Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.roles import Right


def _values(visit: Visit) -> Mapping[str, Any]:
    return {"dead": standing(visit, 0).counts[State.DEAD]}


pages = Pages()
part = Part(
    pages,
    api,
    (Link("/outbox", "outbox.title", "o", Right.CUSTOMERS),),
    (HomeCard(Right.CUSTOMERS, "card_outbox.html", _values),),
    FOLDER,
)


@pages.get("/outbox", right=Right.CUSTOMERS)
def outbox(visit: Here) -> Response:
    template = "_outbox.html" if visit.is_htmx else "outbox.html"
    return visit.page(template, standing=standing(visit), states=State)


@pages.post("/outbox/again", right=Right.CUSTOMERS)
def send_again(visit: Here) -> Response:
    """One letter, by its `number`, or all of them."""
    wanted = to_number(visit.field("number"))
    sent = again(visit, () if visit.field("do") == "all" else (wanted or 0,))
    return visit.redirect("/outbox", "outbox.done", count=sent)
