"""Webhooks: who is told of releases, of new groups and of dates, and what never arrived."""

from __future__ import annotations

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from knowledge_base.console.declared import Pages
from knowledge_base.console.parts import HomeCard, Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.console.webhooks_api import api
from knowledge_base.curation.deliveries import Deliveries
from knowledge_base.curation.destinations import Forbidden
from knowledge_base.curation.roles import Right
from knowledge_base.curation.subscriptions import Subscriptions
from knowledge_base.curation.webhooks import KINDS, Webhooks

RECENT = 5
pages = Pages()


def given_up(visit: Visit) -> dict[str, Any]:
    return {"count": Deliveries(visit.console.database).count()}


part = Part(
    pages,
    api,
    (Link("/webhooks", "webhooks.title", "w", Right.WEBHOOKS),),
    (HomeCard(Right.WEBHOOKS, "card_deliveries.html", given_up),),
)


@pages.get("/webhooks", right=Right.WEBHOOKS)
def webhooks(visit: Here) -> Response:
    return _page(visit)


@pages.post("/webhooks", right=Right.WEBHOOKS)
def add(visit: Here) -> Response:
    """The secret is shown once, here."""
    url = visit.field("url").strip()
    kinds = [one for one in visit.form.getlist("kind") if isinstance(one, str)]
    try:
        made, secret = Subscriptions(visit.console.database).add(url, kinds, visit.person.name)
    except Forbidden as refused:
        errors = {"url": visit.t(f"webhooks.refused.{refused}")}
        return _page(visit, 422, errors=errors, url=url, chosen=kinds)
    except ValueError:
        errors = {"kind": visit.t("webhooks.refused.kind")}
        return _page(visit, 422, errors=errors, url=url, chosen=kinds)
    return _page(visit, secret=secret, made=made)


@pages.post("/webhooks/{number:int}/test", right=Right.WEBHOOKS)
def test(visit: Here, number: int) -> Response:
    done = Subscriptions(visit.console.database).test(number, visit.person.name)
    return _done(visit, done, "webhooks.tested")


@pages.post("/webhooks/{number:int}/drop", right=Right.WEBHOOKS)
def drop(visit: Here, number: int) -> Response:
    done = Subscriptions(visit.console.database).drop(number, visit.person.name)
    return _done(visit, done, "webhooks.dropped")


@pages.post("/webhooks/deliveries/{name}/again", right=Right.WEBHOOKS)
def again(visit: Here, name: str) -> Response:
    done = Subscriptions(visit.console.database).again(name, visit.person.name)
    return _done(visit, done, "webhooks.again_now")


def _done(visit: Visit, done: bool, notice: str) -> Response:
    if not done:
        raise HTTPException(404)
    return visit.redirect("/webhooks", notice)


def _page(visit: Visit, status: int = 200, /, **values: object) -> Response:
    given = {"secret": "", "made": None, "url": "", "chosen": list(KINDS), "errors": {}, **values}
    queue, known = Deliveries(visit.console.database), Webhooks(visit.console.database).all()
    return visit.page(
        "webhooks.html", status, hooks=[(one, queue.recent(one.id)[:RECENT]) for one in known],
        lost=queue.given_up(), kinds=KINDS, **given,
    )  # fmt: skip
