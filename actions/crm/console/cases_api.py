"""Cases, for programs of the support team: list, take, note, say how one stands."""

from __future__ import annotations

from pydantic import BaseModel

from actions.crm.console.asked import asked
from actions.crm.console.callbacks_api import NewAssignment, NewNote, TaskOut, TasksOut, plain
from actions.crm.console.view import for_programs, task_of
from actions.crm.customers import doing
from actions.crm.customers.books import changing, looking
from actions.crm.customers.work import cases_page
from actions.crm.port import CaseStatus
from knowledge_base.console.declared import Api
from knowledge_base.console.visit import Here
from knowledge_base.curation.roles import Right

api = Api()
STATUSES = tuple(one.value for one in CaseStatus)


class NewStatus(BaseModel):
    status: CaseStatus


@api.get("/crm/cases", right=Right.CUSTOMERS)
def cases(
    visit: Here, day: str = "", queue: str = "", status: str = "", mine: str = "",
    late: str = "", signal: str = "", page: str = "",
) -> TasksOut:  # fmt: skip
    """Cases, the most urgent first; `queue` is the category."""
    with looking(visit.console.database) as unit:
        found = cases_page(unit, asked(visit, STATUSES, today=False).wanted)
    return TasksOut(items=[plain(one) for one in found.tasks], more=found.more)


@api.post("/crm/cases/{ref}/assign", right=Right.CUSTOMERS)
def assign(visit: Here, ref: str, new: NewAssignment) -> TaskOut:
    who, by = (visit.person.name if new.to else ""), visit.person.name
    with for_programs(), changing(visit.console.database) as unit:
        doing.assign(unit, "case", ref, who, by, new.seen)
    return plain(task_of(visit, "case", ref))


@api.post("/crm/cases/{ref}/notes", right=Right.CUSTOMERS, status_code=201)
def note(visit: Here, ref: str, new: NewNote) -> None:
    with for_programs(), changing(visit.console.database) as unit:
        doing.note(unit, "case", ref, new.text, visit.person.name)


@api.post("/crm/cases/{ref}/status", right=Right.CUSTOMERS)
def status(visit: Here, ref: str, new: NewStatus) -> TaskOut:
    with for_programs(), changing(visit.console.database) as unit:
        doing.set_status(unit, ref, new.status, visit.person.name)
    return plain(task_of(visit, "case", ref))
