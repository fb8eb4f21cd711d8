"""Callbacks, for programs of the support team: list, take, note, say how one ended."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from actions.crm.calls import CallOutcome
from actions.crm.console.asked import asked
from actions.crm.console.view import for_programs, task_of
from actions.crm.customers import doing
from actions.crm.customers.books import changing, looking
from actions.crm.customers.doing import LONGEST
from actions.crm.customers.signals import Signal
from actions.crm.customers.work import Task, callbacks_page
from actions.crm.port import CallbackStatus
from knowledge_base.console.declared import Api
from knowledge_base.console.visit import Here
from knowledge_base.curation.roles import Right

api = Api()
STATUSES = tuple(one.value for one in CallbackStatus)


class TaskOut(BaseModel):
    ref: str
    title: str
    due: datetime
    is_late: bool
    status: str
    queue: str = Field(description="a callback's queue, a case's category")
    contact: str
    name: str
    phone: str
    language: str
    priority: str
    assigned: str
    signals: list[Signal]
    created_at: datetime


class TasksOut(BaseModel):
    """`more`: there is another `page`."""

    items: list[TaskOut]
    more: bool


class NewAssignment(BaseModel):
    to: Literal["me", ""] = Field(description="empty: give it back")
    seen: str = Field("", max_length=120, description="who had it; refused when that changed")


class NewNote(BaseModel):
    text: str = Field(min_length=1, max_length=LONGEST, pattern=r"\S")


class NewOutcome(BaseModel):
    outcome: CallOutcome
    note: str = Field("", max_length=LONGEST)


@api.get("/crm/callbacks", right=Right.CUSTOMERS)
def callbacks(
    visit: Here, day: str = "", queue: str = "", status: str = "", mine: str = "",
    late: str = "", signal: str = "", page: str = "",
) -> TasksOut:  # fmt: skip
    """Callbacks by their hour, of today unless `day` names another, or `all`."""
    with looking(visit.console.database) as unit:
        found = callbacks_page(unit, asked(visit, STATUSES, today=True).wanted)
    return TasksOut(items=[plain(one) for one in found.tasks], more=found.more)


@api.post("/crm/callbacks/{ref}/assign", right=Right.CUSTOMERS)
def assign(visit: Here, ref: str, new: NewAssignment) -> TaskOut:
    who, by = (visit.person.name if new.to else ""), visit.person.name
    with for_programs(), changing(visit.console.database) as unit:
        doing.assign(unit, "callback", ref, who, by, new.seen)
    return plain(task_of(visit, "callback", ref))


@api.post("/crm/callbacks/{ref}/notes", right=Right.CUSTOMERS, status_code=201)
def note(visit: Here, ref: str, new: NewNote) -> None:
    with for_programs(), changing(visit.console.database) as unit:
        doing.note(unit, "callback", ref, new.text, visit.person.name)


@api.post("/crm/callbacks/{ref}/outcome", right=Right.CUSTOMERS)
def outcome(visit: Here, ref: str, new: NewOutcome) -> TaskOut:
    """How the call ended; one that reached nobody is placed again, or becomes a case."""
    with for_programs(), changing(visit.console.database) as unit:
        doing.settle(unit, ref, new.outcome, new.note.strip(), visit.person.name)
    return plain(task_of(visit, "callback", ref))


def plain(task: Task) -> TaskOut:
    named = (name for name in TaskOut.model_fields if name != "signals")
    held = {name: getattr(task, name) for name in named}
    return TaskOut(**held, signals=list(task.signals))
