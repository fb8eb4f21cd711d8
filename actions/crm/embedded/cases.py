"""Cases and the notes added to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from actions.crm.embedded import contacts, values
from actions.crm.embedded.tables import cases, notes
from actions.crm.embedded.transactions import Unit
from actions.crm.port import Case, CaseStatus, CrmRefused, NewCase, Priority, Refusal


def read(row: Any) -> Case:
    return Case(
        ref=row["ref"],
        external_ref=row["external_ref"],
        subject=row["subject"],
        description=row["description"],
        category=row["category"],
        priority=Priority(row["priority"]),
        status=CaseStatus(row["status"]),
        contact=row["contact"],
        conversation=row["conversation"],
        created_at=row["created_at"],
        due=row["due"],
    )


def by_ref(unit: Unit, ref: str) -> Case | None:
    row = unit.one(cases, cases.c.ref == ref.upper())
    return None if row is None else read(row)


def by_external_ref(unit: Unit, external_ref: str) -> Case | None:
    row = unit.one(cases, cases.c.external_ref == external_ref)
    return None if row is None else read(row)


def open_ones(unit: Unit, category: str, since: datetime) -> int:
    """How many of a category, opened since then, are still open."""
    mine = (cases.c.category == category, cases.c.created_at >= values.moment(since))
    counted = select(func.count()).select_from(cases)
    still = counted.where(cases.c.status == CaseStatus.OPEN.value, *mine)
    return int(unit.connection.execute(still).scalar_one())


def open_case(unit: Unit, new: NewCase) -> Case:
    """A new case, or the one that this `external_ref` opened before."""
    phone, email = values.reachable(new.contact)
    unit.lock(f"case:{values.key(new.external_ref)}", *contacts.keys(phone, email))
    known = unit.one(cases, cases.c.external_ref == new.external_ref)
    return read(known or _insert(unit, new))


def _insert(unit: Unit, new: NewCase) -> Any:
    return unit.insert(
        cases,
        ref=unit.new_ref(cases, "D"),
        external_ref=new.external_ref,
        subject=values.plain(new.subject),
        description=values.plain(new.description),
        category=new.category,
        priority=new.priority.value,
        status=CaseStatus.OPEN.value,
        contact=contacts.save(unit, new.contact).ref,
        conversation=new.conversation,
        due=new.due and values.moment(new.due),
    )


def set_status(unit: Unit, ref: str, status: CaseStatus) -> Case:
    """How it stands now; raises `CrmRefused` for a case that there is none of."""
    row = unit.update(cases, ref, status=status.value)
    if row is None:
        raise CrmRefused(Refusal.UNKNOWN)
    return read(row)


def add_note(unit: Unit, case_ref: str, text: str, external_ref: str) -> None:
    unit.lock(f"note:{values.key(external_ref)}")
    case = by_ref(unit, case_ref)
    if case is None:
        raise CrmRefused(Refusal.UNKNOWN)
    if unit.one(notes, notes.c.external_ref == external_ref) is None:
        unit.insert(notes, external_ref=external_ref, case=case.ref, text=values.plain(text))
