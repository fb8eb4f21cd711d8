"""What several of these pages show: how long is left, whose turn it is, why something failed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from starlette.exceptions import HTTPException

from actions.crm.customers.books import looking
from actions.crm.customers.work import Task, task
from actions.crm.port import CrmRefused, Refusal
from actions.fields import typed_phone
from bot.clock import now
from knowledge_base.console.visit import Visit
from knowledge_base.console.wording import texts
from knowledge_base.curation.people import NotPossible

MINUTE = timedelta(minutes=1)


def task_of(visit: Visit, kind: str, ref: str) -> Task:
    with looking(visit.console.database) as unit:
        found = task(unit, kind, ref)
    if found is None:
        raise HTTPException(404)
    return found


def remaining(visit: Visit, due: datetime) -> str:
    """«encore 3 h 20», «en retard de 2 j»."""
    minutes = (due - now()) // MINUTE
    key = "work.left" if minutes >= 0 else "work.late_by"
    return visit.t(key, time=duration(visit, abs(minutes)))


def duration(visit: Visit, minutes: int) -> str:
    """Two units at most."""
    if minutes < 60:
        return visit.t("work.minutes", minutes=minutes)
    if minutes < 48 * 60:
        return visit.t("work.hours", hours=minutes // 60, minutes=f"{minutes % 60:02}")
    return visit.t("work.days", days=minutes // (24 * 60))


def shared(visit: Visit) -> dict[str, Any]:
    """What the templates of these pages use."""
    known = texts(visit.language, visit.console.folders)
    return {
        "left": lambda due: remaining(visit, due),
        "me": visit.person.name,
        "dialled": typed_phone,
        "named": lambda kind, word: known.get(f"{kind}.{word}", word),
    }


def refused(visit: Visit, error: CrmRefused) -> str:
    """Why not, in words; 404 for what there is none of."""
    if error.reason is Refusal.UNKNOWN:
        raise HTTPException(404)
    return visit.t(f"work.refused.{error.reason.value}")


@contextmanager
def for_programs() -> Iterator[None]:
    """A refusal as the API tells it."""
    try:
        yield
    except CrmRefused as error:
        if error.reason is Refusal.UNKNOWN:
            raise HTTPException(404) from None
        if error.reason is Refusal.INVALID:
            raise HTTPException(422) from None
        raise NotPossible(error.reason.value) from None
