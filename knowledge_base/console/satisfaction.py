"""Satisfaction: what people thought over time, by theme, channel and language, and their words."""

from __future__ import annotations

from starlette.responses import Response

from knowledge_base.console.declared import Pages
from knowledge_base.console.insight import shared
from knowledge_base.console.insight_range import looking
from knowledge_base.console.insight_view import measured, opinions, satisfaction_pictures, subjects
from knowledge_base.console.opinions_api import api
from knowledge_base.console.parts import Part
from knowledge_base.console.visit import Here
from knowledge_base.curation.measures import KINDS
from knowledge_base.curation.roles import Right

pages = Pages()
part = Part(pages, api)


@pages.get("/insight/satisfaction", right=Right.READ)
def satisfaction(visit: Here) -> Response:
    asked = looking(visit.request.query_params)
    found = opinions(visit, asked)
    heard = {asked.channel} | {channel for channel, _ in found.channels}
    return visit.page(
        "insight_satisfaction.html", **shared(visit, asked), found=found, kinds=KINDS,
        channels=[(one, one) for one in sorted(heard - {""})], measured=measured(visit),
        pictures=satisfaction_pictures(visit, found), subjects=subjects(visit, asked),
    )  # fmt: skip
