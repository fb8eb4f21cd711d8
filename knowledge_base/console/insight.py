"""Insight: what is answered and resolved, what is missing and what helps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from knowledge_base.console.csv_export import csv_response
from knowledge_base.console.declared import Pages
from knowledge_base.console.insight_api import api, every_question
from knowledge_base.console.insight_card import card, figures
from knowledge_base.console.insight_range import CHOICES, Looking, looking
from knowledge_base.console.insight_tables import HEADERS, TABLES
from knowledge_base.console.insight_view import (
    coverage_picture,
    said,
    share,
    titles,
)
from knowledge_base.console.parts import HomeCard, Link, Part
from knowledge_base.console.publish_view import article_address
from knowledge_base.console.visit import Here
from knowledge_base.curation.counting import whole
from knowledge_base.curation.roles import Right

SHOWN, WHOLE = 20, 1000  # rows of a table, and of one that is shown whole; its CSV has all
pages = Pages()
part = Part(
    pages,
    api,
    (Link("/insight", "insight.title", "s", Right.READ),),
    (HomeCard(Right.READ, "card_insight.html", card, figures),),
)


@pages.get("/insight", right=Right.READ)
def insight(visit: Here) -> Response:
    asked = looking(visit.request.query_params)
    found = asked.insight(visit.console.database)
    counts = found.coverage(asked.days, asked.step)
    channels = [(one, one) for one in found.channels(asked.days)]

    def rows(name: str) -> int:
        """One more than is shown tells that there are more."""
        return (WHOLE if name in asked.whole else SHOWN) + 1

    return visit.page(
        "insight.html", **shared(visit, asked), total=whole(counts.values()), counts=counts,
        picture=coverage_picture(visit, counts), channels=channels,
        top=found.top_groups(asked.days, rows("top")), gaps=found.gaps(asked.days, rows("gaps")),
        helpfulness=found.helpfulness(asked.days, rows("helpfulness")), titles=titles(visit),
        address=article_address, few=SHOWN, many=WHOLE,
    )  # fmt: skip


@pages.get("/insight/questions.csv", right=Right.EXPORT)
def questions(visit: Here) -> Response:
    """Every question of the range: whoever has them can compute the figures again."""
    return every_question(visit)


@pages.get("/insight/{table}.csv", right=Right.EXPORT)
def table(visit: Here, table: str) -> Response:
    asked = looking(visit.request.query_params)
    if table not in TABLES:
        raise HTTPException(404)
    rows: Iterator[tuple[Any, ...]] = TABLES[table](visit, asked)
    return csv_response(f"{table}-{asked.name}", HEADERS[table], rows)


def shared(visit: Here, asked: Looking) -> dict[str, Any]:
    """What both pages of figures need."""
    return {"asked": asked, "choices": CHOICES, "share": share(visit), "said": said(visit)}
