"""What a colleague does with a case or a callback: take it, note, say how it stands or ended."""

from __future__ import annotations

import secrets
from enum import Enum

from sqlalchemy import select

from actions.crm.customers.books import tell
from actions.crm.customers.late import TO_BE_MADE
from actions.crm.customers.tables import assignments
from actions.crm.embedded import cases as case_records
from actions.crm.embedded import contacts as contact_records
from actions.crm.embedded import notices, values
from actions.crm.embedded.tables import callbacks, cases, contacts, notes, remarks
from actions.crm.embedded.transactions import Unit
from actions.crm.port import CallbackStatus, CaseStatus, CrmRefused, Kind, Refusal
from knowledge_base.curation.audit import record

LONGEST = 4000


class Outcome(str, Enum):
    """How a call ended."""

    REACHED = "reached"
    ANSWERPHONE = "answerphone"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"


FINAL = (Outcome.REACHED, Outcome.WRONG_NUMBER, Outcome.REFUSED)


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
        _remark(unit, held["contact"] if callback else ref, callback, "", text, by)
    record(unit.connection, by, f"{kind}.note", ref, None, {"characters": len(text)})


def settle(unit: Unit, ref: str, outcome: Outcome, text: str, by: str) -> None:
    """How a call ended. One that reached nobody stays to be made; NOT_OPEN when it is over."""
    held = _held(unit, "callback", ref)
    if held["status"] not in TO_BE_MADE:
        raise CrmRefused(Refusal.NOT_OPEN)
    _attempted(unit, held["contact"], ref, outcome, text and _words(text), by)
    if outcome in FINAL:
        unit.update(callbacks, ref, status=CallbackStatus.DONE.value)
    else:
        notices.missed(unit, ref)
    record(unit.connection, by, "callback.outcome", ref, held["status"], outcome.value)


def _attempted(unit: Unit, contact: str, ref: str, outcome: Outcome, text: str, by: str) -> None:
    """One attempt, written down."""
    _remark(unit, contact, ref, outcome.value, text, by)


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


def _remark(unit: Unit, contact: str, callback: str, outcome: str, text: str, by: str) -> None:
    values = {"contact": contact, "callback": callback, "outcome": outcome, "text": text}
    row = {**values, "who": by[:120], "created_at": unit.now}
    unit.connection.execute(remarks.insert().values(row))
