"""When a case or a callback must be seen to, and whether that has passed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, or_

from actions.crm.embedded.tables import callbacks, cases
from actions.crm.port import CallbackStatus, CaseStatus, Priority
from bot.crm_settings import named
from bot.settings import settings

TO_BE_MADE = (CallbackStatus.BOOKED.value, CallbackStatus.MOVED.value)
OPEN, WAITING = CaseStatus.OPEN.value, CaseStatus.WAITING.value


STANDARD = {"urgent": "1", "high": "4", "normal": "24", "low": "72"}


def hours() -> dict[Priority, timedelta]:
    """How long each priority may take."""
    given = {**STANDARD, **named(settings().case_hours)}
    return {one: timedelta(hours=int(given[one.value])) for one in Priority}


def due_of(case: Any) -> datetime:
    """The case's own deadline, else the one of its priority."""
    if case["due"] is not None:
        return case["due"]  # type: ignore[no-any-return]
    return case["created_at"] + hours()[Priority(case["priority"])]  # type: ignore[no-any-return]


def case_is_late(moment: datetime) -> Any:
    """A condition on cases; one that waits for the customer is not late."""
    by_priority = [
        and_(cases.c.priority == one.value, cases.c.created_at < moment - allowed)
        for one, allowed in hours().items()
    ]
    passed = or_(cases.c.due < moment, and_(cases.c.due.is_(None), or_(*by_priority)))
    return and_(cases.c.status == OPEN, passed)


def callback_is_late(moment: datetime) -> Any:
    return and_(callbacks.c.status.in_(TO_BE_MADE), callbacks.c.end < moment)
