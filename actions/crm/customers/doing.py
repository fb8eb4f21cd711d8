"""What a colleague does with a case or a callback: take it, note, say how it stands or ended."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from actions.crm.calls import CallOutcome, NewAttempt
from actions.crm.customers.books import tell
from actions.crm.customers.tables import assignments
from actions.crm.embedded import attempts, consents, values
from actions.crm.embedded import cases as case_records
from actions.crm.embedded import contacts as contact_records
from actions.crm.embedded.queues import QueueRules
from actions.crm.embedded.tables import callbacks, cases, contacts, notes, remarks
from actions.crm.embedded.tables import consents as consents_table
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CaseStatus, CrmRefused, Kind, Refusal
from knowledge_base.curation.audit import record

LONGEST = 4000


def assign(unit: Unit, kind: str, ref: str, who: str, by: str, seen: str) -> None:
    """Give it to somebody, or with an empty `who` to nobody; `seen` is who had it on the page.

    Raises `CrmRefused`: CONFLICT when a colleague was faster.
    """
    _held(unit, kind, ref)
    had = unit.one(assignments, assignments.c.ref == ref)
    before = had["who"] if had else ""
    if before == who:
        return
    if before != seen:
        raise CrmRefused(Refusal.CONFLICT)
    unit.connection.execute(assignments.delete().where(assignments.c.ref == ref))
    if who:
        unit.connection.execute(assignments.insert().values(ref=ref, who=who[:120], at=unit.now))
    record(unit.connection, by, f"{kind}.assign", ref, before, who)


def assigned(unit: Unit, ref: str) -> str:
    found = select(assignments.c.who).where(assignments.c.ref == ref)
    return str(unit.connection.execute(found).scalar() or "")


def set_status(unit: Unit, ref: str, status: CaseStatus, by: str) -> None:
    """How a case stands now."""
    before = _held(unit, "case", ref)["status"]
    if before != status.value:
        case_records.set_status(unit, ref, status)
        record(unit.connection, by, "case.status", ref, before, status.value)


def note(unit: Unit, kind: str, ref: str, text: str, by: str) -> None:
    """A colleague's words on a `case`, a `callback` or a `contact`; the audit has not the words."""
    held, text = _held(unit, kind, ref), _words(text)
    if kind == "case":
        _note_case(unit, ref, text, by)
    else:
        callback = ref if kind == "callback" else ""
        _remark(unit, held["contact"] if callback else ref, callback, text, by)
    record(unit.connection, by, f"{kind}.note", ref, None, {"characters": len(text)})


def settle(unit: Unit, ref: str, outcome: CallOutcome, text: str, by: str) -> None:
    """How a call ended, and what follows from it; NOT_OPEN when the callback is over."""
    before = _held(unit, "callback", ref)["status"]
    made = NewAttempt(outcome, text and _words(text), by)
    attempts.attempted(unit, QueueRules(), ref, made, tell)
    record(unit.connection, by, "callback.outcome", ref, before, outcome.value)


def withdraw(unit: Unit, ref: str, by: str) -> None:
    """Whatever a person agreed to does not hold any more."""
    everyone = contact_records.members(unit, values.plain(ref))
    gone = consents.withdraw(unit, consents_table.c.contact.in_(everyone), tell=tell)
    record(unit.connection, by, "contact.consent_withdrawn", ref, None, {"consents": gone})


def _held(unit: Unit, kind: str, ref: str) -> dict[str, str]:
    """The row, held until this transaction ends; UNKNOWN where there is none."""
    unit.lock(f"{kind}:{values.plain(ref)}")
    table = {"case": cases, "callback": callbacks, "contact": contacts}[kind]
    row = unit.one(table, table.c.ref == values.plain(ref))
    if row is None:
        raise CrmRefused(Refusal.UNKNOWN)
    if kind == "callback":
        unit.lock(f"queue:{row['queue']}", *contact_records.keys(row["phone"], ""))
        row = unit.one(table, table.c.ref == ref)
    return dict(row)


def _words(text: str) -> str:
    text = values.plain(text).strip()
    if not 0 < len(text) <= LONGEST:
        raise CrmRefused(Refusal.INVALID)
    return text


def _note_case(unit: Unit, ref: str, text: str, by: str) -> None:
    key = f"note:{secrets.token_hex(12)}"
    case_records.add_note(unit, ref, text, key)
    mine = notes.c.external_ref == key
    unit.connection.execute(notes.update().where(mine).values(author=by[:120]))
    tell(unit, Kind.NOTE, key)


def _remark(unit: Unit, contact: str, callback: str, text: str, by: str) -> None:
    row = {"contact": contact, "callback": callback, "text": text, "who": by[:120]}
    unit.connection.execute(remarks.insert().values(created_at=unit.now, **row))
