"""Webhooks, for programs: subscribe, try, see what was sent, drop."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from knowledge_base.console.declared import Api
from knowledge_base.console.visit import Here
from knowledge_base.curation.deliveries import Deliveries, Delivery
from knowledge_base.curation.destinations import Forbidden
from knowledge_base.curation.people import NotPossible
from knowledge_base.curation.roles import Right
from knowledge_base.curation.subscriptions import Subscriptions
from knowledge_base.curation.webhooks import Webhook, Webhooks

api = Api()


class WebhookOut(BaseModel):
    id: int
    url: str
    kinds: list[str]
    by: str
    created_at: datetime


class NewWebhook(BaseModel):
    url: str = Field(max_length=2000, description="https, and public")
    kinds: list[Literal["release.published", "group.opened", "article.due"]] = Field(min_length=1)


class Subscribed(BaseModel):
    webhook: WebhookOut
    secret: str = Field(description="signs everything that is sent; shown this once")


class DeliveryOut(BaseModel):
    id: str
    webhook: int
    kind: str
    state: Literal["waiting", "delivered", "given_up"]
    attempts: int
    problem: str
    created_at: datetime


@api.get("/webhooks", right=Right.WEBHOOKS)
def webhooks(visit: Here) -> list[WebhookOut]:
    return [_plain(one) for one in Webhooks(visit.console.database).all()]


@api.post("/webhooks", right=Right.WEBHOOKS, status_code=201)
def add(visit: Here, new: NewWebhook) -> Subscribed:
    """Be told of releases, of new groups of questions, or of articles whose date comes."""
    subscriptions = Subscriptions(visit.console.database)
    try:
        made, secret = subscriptions.add(new.url, new.kinds, visit.person.name)
    except Forbidden as refused:
        raise NotPossible(str(refused)) from None
    return Subscribed(webhook=_plain(made), secret=secret)


@api.delete("/webhooks/{number:int}", right=Right.WEBHOOKS, status_code=204)
def drop(visit: Here, number: int) -> None:
    """Nothing more is sent there, not even what waits."""
    _there(Subscriptions(visit.console.database).drop(number, visit.person.name))


@api.post("/webhooks/{number:int}/test", right=Right.WEBHOOKS, status_code=202)
def test(visit: Here, number: int) -> None:
    """Send a `webhook.test`; see the deliveries for what became of it."""
    _there(Subscriptions(visit.console.database).test(number, visit.person.name))


@api.get("/webhooks/{number:int}/deliveries", right=Right.WEBHOOKS)
def deliveries(visit: Here, number: int) -> list[DeliveryOut]:
    """The latest hundred, newest first."""
    return [_sent(one) for one in Deliveries(visit.console.database).recent(number)]


@api.post("/deliveries/{name}/again", right=Right.WEBHOOKS, status_code=202)
def again(visit: Here, name: str) -> None:
    """Try one that was given up for another day."""
    _there(Subscriptions(visit.console.database).again(name, visit.person.name))


def _there(done: bool) -> None:
    if not done:
        raise HTTPException(404)


def _plain(one: Webhook) -> WebhookOut:
    return WebhookOut(
        id=one.id, url=one.url, kinds=list(one.kinds), by=one.by, created_at=one.created_at
    )


def _sent(one: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=one.id, webhook=one.webhook, kind=one.kind, attempts=one.attempts,
        state=one.state, problem=one.problem, created_at=one.created_at,  # type: ignore[arg-type]
    )  # fmt: skip
