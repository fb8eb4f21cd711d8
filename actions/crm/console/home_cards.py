"""What the home page says of the day's work: what is late, and what the company's CRM refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.crm.customers.books import looking
from actions.crm.customers.work import Wanted, callbacks_page, late_count
from bot.clock import PARIS, now
from knowledge_base.console.parts import HomeCard
from knowledge_base.console.visit import Visit
from knowledge_base.curation.roles import Right


def _values(visit: Visit) -> Mapping[str, Any]:
    with looking(visit.console.database) as unit:
        today = callbacks_page(unit, Wanted(day=now().astimezone(PARIS).date()))
        return {"late": late_count(unit), "today": len(today.tasks), "more": today.more}


cards = (HomeCard(Right.CUSTOMERS, "card_work.html", _values),)
