"""Confidence: what is answered against what is wrong, and the error rate that is promised."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from knowledge_base.console.confidence_api import api
from knowledge_base.console.confidence_card import card
from knowledge_base.console.confidence_view import (
    curve_picture,
    percent,
    proposals,
    reached,
    seen,
    sentence,
    standing,
    warning,
)
from knowledge_base.console.csv_export import csv_response
from knowledge_base.console.declared import Pages
from knowledge_base.console.insight_view import said, share
from knowledge_base.console.parts import HomeCard, Link, Part
from knowledge_base.console.visit import Here, Visit
from knowledge_base.curation.promise import Promises
from knowledge_base.curation.promise_choice import NotPromised, choose, obstacle, withdraw
from knowledge_base.curation.promising import RATES
from knowledge_base.curation.roles import Right

PAST = 10  # choices shown
pages = Pages()
part = Part(
    pages, api, (Link("/confidence", "confidence.title", "c", Right.READ),),
    (HomeCard(Right.READ, "card_confidence.html", card),),
)  # fmt: skip


@pages.get("/confidence", right=Right.READ)
def confidence(visit: Here) -> Response:
    return _page(visit)


@pages.post("/confidence", right=Right.PROMISE)
def promise(visit: Here) -> Response:
    """Promise one of the rates, as it was shown."""
    wanted = next((rate for rate in RATES if f"{rate:g}" == visit.field("rate")), None)
    if wanted is None:
        return _page(visit, 422, refused=visit.t("confidence.refused.rate"))
    if reached(visit):
        return _page(visit, 409, refused=visit.t("confidence.refused.underway"), chosen=wanted)
    found = proposals(visit, (wanted,))
    if not found:
        return _page(visit, 409, refused=visit.t("confidence.refused.knowledge"))
    if visit.field(f"seen-{wanted:g}") != seen(found[0]):
        return _page(visit, 409, refused=visit.t("confidence.refused.moved"))
    try:
        choose(visit.console.database, found[0], visit.person.name, visit.field("sure") == "yes")
    except NotPromised as why:
        refused = visit.t(f"confidence.refused.{why.code}")
        return _page(visit, 409, refused=refused, chosen=wanted)
    return visit.redirect("/confidence", "confidence.chosen", rate=percent(visit, wanted))


@pages.post("/confidence/withdraw", right=Right.PROMISE)
def take_back(visit: Here) -> Response:
    withdraw(visit.console.database, visit.person.name)
    return visit.redirect("/confidence", "confidence.withdrawn")


@pages.get("/confidence/curve.csv", right=Right.EXPORT)
def curve(visit: Here) -> Response:
    found = proposals(visit, RATES[-1:])
    rows = [(one.answer_from, one.answered, one.wrong) for one in (found[0].curve if found else ())]
    return csv_response("confidence", ("answer_from", "answered", "wrong"), rows)


def _page(visit: Visit, status: int = 200, /, **values: Any) -> Response:
    made, waiting = Promises(visit.console.database), reached(visit)
    found, force, past = [] if waiting else proposals(visit, RATES), made.in_force(), made.all()
    picture = curve_picture(visit, found[0], force) if found and found[0].curve else None
    given = {"refused": "", "chosen": force.rate if force else None, **values}
    told = [(one, sentence(visit, one.check), warning(visit, one), obstacle(one)) for one in found]
    today = None if waiting else standing(visit, force)
    response = visit.page(
        "confidence.html", status, underway=waiting, proposals=told, force=force, today=today,
        sentence=lambda check: sentence(visit, check), past=past[:PAST],
        newest=past[0] if past else None, picture=picture, seen=seen,
        share=share(visit), said=said(visit), percent=lambda rate: percent(visit, rate), **given,
    )  # fmt: skip
    return visit.ended(response) if not waiting else response
