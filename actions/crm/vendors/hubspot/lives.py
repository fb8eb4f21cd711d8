"""Everything that HubSpot holds of one person: to tell it, and to forget it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from actions.crm.port import Contact
from actions.crm.vendors.account import Account
from actions.crm.vendors.hubspot import records
from actions.crm.vendors.hubspot.objects import Objects
from actions.crm.vendors.hubspot.people import NAMES, contact
from actions.crm.vendors.phrases import exported_person, is_id

TICKET_GONE = {"subject": "Effacé", "content": ""}
TASK_GONE = {"hs_task_subject": "Rappel", "hs_task_body": ""}
DEAL_GONE = {"dealname": "Effacé", "description": ""}
NOTE_GONE = {"hs_note_body": ""}


@dataclass(frozen=True)
class Held:
    """One person's rows."""

    person: Contact
    tickets: list[Any]
    notes: list[tuple[str, Any]]
    tasks: list[Any]
    deals: list[Any]


class Lives:
    """The rows that belong to somebody."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    async def held(self, ref: str) -> Held | None:
        """None for nobody, and for somebody who was forgotten."""
        row = await self._objects.one("contacts", ref, NAMES) if is_id(ref) else None
        if row is None:
            return None
        tied = self._objects.tied
        tickets = await tied("contacts", ref, "tickets", records.TICKET)
        notes = [
            (str(ticket["id"]), note)
            for ticket in tickets
            for note in await tied("tickets", ticket["id"], "notes", records.NOTE)
        ]
        tasks = await tied("contacts", ref, "tasks", records.TASK)
        deals = await tied("contacts", ref, "deals", records.DEAL)
        return Held(contact(row), tickets, notes, tasks, deals)

    async def forget(self, held: Held) -> int:
        """The person last: whoever is interrupted begins again."""
        still_open = [row for row in held.tasks if _open(row)]
        await self._blank("notes", [row for _, row in held.notes], NOTE_GONE)
        await self._blank("tickets", held.tickets, TICKET_GONE)
        await self._blank("tasks", still_open, {"hs_task_status": "DEFERRED"})
        await self._blank("tasks", held.tasks, TASK_GONE)
        await self._blank("deals", held.deals, DEAL_GONE)
        gone = {"objectId": held.person.ref}
        await self._objects.ask("POST", "/crm/v3/objects/contacts/gdpr-delete", json=gone)
        return 1 + sum(map(len, (held.notes, held.tickets, held.tasks, held.deals)))

    async def _blank(self, kind: str, rows: Iterable[Any], values: Mapping[str, str]) -> None:
        for row in rows:
            await self._objects.change(kind, str(row["id"]), values)


def exported(held: Held, field: str, account: Account) -> dict[str, object]:
    mine = held.person.ref
    return exported_person(
        held.person,
        [records.case(row, field, account, mine) for row in held.tickets],
        [records.callback(row, field, account.slot, mine) for row in held.tasks],
        [records.lead(row, field, mine) for row in held.deals],
        [_note(ticket, row) for ticket, row in held.notes],
    )


def _note(ticket: str, row: Mapping[str, Any]) -> dict[str, str]:
    text = records.said(row, "hs_note_body")
    return {"case": ticket, "text": text, "created_at": str(row["createdAt"])}


def _open(row: Mapping[str, Any]) -> bool:
    return records.said(row, "hs_task_status") not in records.CALLS
