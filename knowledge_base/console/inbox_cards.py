"""What the home page says of questions: the groups that concern most people, thumbs down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from bot.clock import now
from bot.database import read_only
from knowledge_base.console.parts import HomeCard
from knowledge_base.console.visit import Visit
from knowledge_base.curation import group_lists, group_reasons, group_rows
from knowledge_base.curation.roles import Right

FEW = 5


def _values(visit: Visit) -> Mapping[str, Any]:
    with read_only(visit.console.database) as connection:
        return {
            "groups": group_rows.page(connection, "", "", FEW).groups,
            "counts": group_lists.counts(connection),
            "down": group_reasons.thumbs_down(connection, now() - timedelta(days=7)),
        }


def _figures(values: Mapping[str, Any]) -> Mapping[str, float]:
    counts = {f"unanswered_{name}": count for name, count in values["counts"].items()}
    return {**counts, "thumbs_down_this_week": values["down"]}


cards = (HomeCard(Right.READ, "card_inbox.html", _values, _figures),)
