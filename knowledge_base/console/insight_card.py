"""The home page's card: how coverage and resolution went over the last weeks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from knowledge_base.console.insight_view import coverage_picture, share
from knowledge_base.console.visit import Visit
from knowledge_base.curation.counting import Count, Range, beginning, whole
from knowledge_base.curation.insight import Insight
from knowledge_base.curation.lifecycle import today

WEEKS = 8
WEEK = timedelta(days=7)
FEW = 0.01  # a smaller move is none


def card(visit: Visit) -> dict[str, Any]:
    """Each week is summed by the database, so that the home page stays cheap."""
    counts = _weeks(Insight(visit.console.database))
    total = whole(counts.values())
    picture = coverage_picture(visit, counts) if total.asked else None
    return {"total": total, "picture": picture, "trend": _trend(counts), "share": share(visit),
            "weeks": WEEKS}  # fmt: skip


def figures(values: Mapping[str, Any]) -> Mapping[str, float | None]:
    total: Count = values["total"]
    return {"coverage": total.coverage, "resolution": total.resolution}


def _weeks(insight: Insight) -> dict[date, Count]:
    this = beginning(today(), "week")
    mondays = [this - WEEK * before for before in reversed(range(WEEKS))]
    found = {one: insight.summed(Range(one, one + WEEK - timedelta(days=1))) for one in mondays}
    return {monday: count for monday, count in found.items() if count.asked}


def _trend(counts: dict[date, Count]) -> str:
    """Whether the later half of the weeks that had questions is covered better; one tells not."""
    found = [counts[one] for one in sorted(counts)]
    half = len(found) // 2
    before, after = whole(found[:half]).coverage, whole(found[half:]).coverage
    if before is None or after is None:
        return ""
    if abs(after - before) < FEW:
        return "steady"
    return "better" if after > before else "worse"
