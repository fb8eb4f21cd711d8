"""Duplicates, for programs: those proposed, joining two, telling them apart, undoing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from actions.crm.console.customers_api import PersonOut
from actions.crm.console.view import for_programs
from actions.crm.customers import merging
from actions.crm.customers.books import changing, looking
from actions.crm.customers.duplicates import Reason, proposed
from knowledge_base.console.declared import Api
from knowledge_base.console.numbers import Number
from knowledge_base.console.visit import Here
from knowledge_base.curation.roles import Right

api = Api()


class PairOut(BaseModel):
    """The older one first."""

    one: PersonOut
    other: PersonOut
    reasons: list[Reason]


class NewMerge(BaseModel):
    kept: str = Field(max_length=20)
    gone: str = Field(max_length=20)


class NewDifference(BaseModel):
    one: str = Field(max_length=20)
    other: str = Field(max_length=20)


class MergeOut(BaseModel):
    number: Number
    kept: str
    gone: str
    who: str
    created_at: datetime
    undone_at: datetime | None


@api.get("/crm/duplicates", right=Right.CUSTOMERS)
def duplicates(visit: Here) -> list[PairOut]:
    with looking(visit.console.database) as unit:
        pairs = proposed(unit)
    return [PairOut(one=_plain(a.one), other=_plain(a.other), reasons=[*a.reasons]) for a in pairs]


@api.post("/crm/duplicates/apart", right=Right.CUSTOMERS, status_code=204)
def tell_apart(visit: Here, new: NewDifference) -> None:
    """They are two people: not proposed again."""
    with for_programs(), changing(visit.console.database) as unit:
        merging.tell_apart(unit, new.one, new.other, visit.person.name)


@api.get("/crm/merges", right=Right.CUSTOMERS)
def merges(visit: Here) -> list[MergeOut]:
    """Those that hold, newest first."""
    with looking(visit.console.database) as unit:
        return [MergeOut(**vars(one)) for one in merging.latest(unit)]


@api.post("/crm/merges", right=Right.CUSTOMERS, status_code=201)
def merge(visit: Here, new: NewMerge) -> dict[str, int]:
    """Bring everything of `gone` to `kept`; the number undoes it."""
    with for_programs(), changing(visit.console.database) as unit:
        return {"number": merging.merge(unit, new.kept, new.gone, visit.person.name)}


@api.post("/crm/merges/{number:int}/undo", right=Right.CUSTOMERS)
def undo(visit: Here, number: int) -> MergeOut:
    with for_programs(), changing(visit.console.database) as unit:
        return MergeOut(**vars(merging.undo(unit, number, visit.person.name)))


def _plain(row: Any) -> PersonOut:
    return PersonOut(**{name: row[name] or "" for name in PersonOut.model_fields})
