"""Everything that Salesforce holds of one person: to tell it, and to forget it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.crm.port import Contact, CrmRefused, CrmUnavailable, Refusal
from actions.crm.vendors.salesforce import names, records
from actions.crm.vendors.salesforce.errors import Answered
from actions.crm.vendors.salesforce.org import Org, quoted

ERASED = "Effacé"
CASE_GONE = dict.fromkeys(
    ("Subject", "Description", "SuppliedName", "SuppliedEmail", "SuppliedPhone")
)
CONTACT_GONE = {**dict.fromkeys(("FirstName", "Phone", "MobilePhone", "Email")), "LastName": ERASED}
LEAD_GONE = {**CONTACT_GONE, "Description": None}
CONVERTED = "IsConverted"  # such a lead is read-only: it lives on as a contact
TASK_GONE = {"Subject": "Rappel", "Description": None, "IsReminderSet": False}


@dataclass(frozen=True)
class Held:
    """One person's rows."""

    person: Contact
    cases: list[Any]
    comments: list[Any]
    tasks: list[Any]
    leads: list[Any]


class Lives:
    """The rows that belong to somebody."""

    def __init__(self, org: Org) -> None:
        self._org = org

    async def held(self, ref: str) -> Held | None:
        """Everything of one person; None for nobody, and for somebody who was forgotten."""
        row = await self._org.record(f"Contact/{ref}", names.CONTACT)
        if row is None or row["Name"] == ERASED:
            return None
        person = names.contact(row)
        mine = quoted(person.ref)
        cases = await self._rows("Case", self._org.with_key(records.CASE), f"ContactId = {mine}")
        tasks = await self._tasks(f"WhoId = {mine}")
        ids = [one["Id"] for one in cases]
        comments = await self._org.query(comments_of(ids)) if ids else []
        return Held(person, cases, comments, tasks, await self._leads(person))

    async def _leads(self, person: Contact) -> list[Any]:
        """A lead has no contact: it is this person's when it has their number or address."""
        where = [f"Email = {quoted(person.email)}"] if person.email else []
        where += [f"Phone = {quoted(person.phone)}"] if person.phone else []
        return (
            await self._rows(
                "Lead", [*self._org.with_key(names.LEAD), CONVERTED], " OR ".join(where)
            )
            if where
            else []
        )

    async def _tasks(self, where: str) -> list[Any]:
        """Archived ones, too."""
        fields = [*self._org.with_key(records.TASK), "IsDeleted"]
        rows = await self._rows("Task", fields, where, archived=True)
        return [row for row in rows if not row["IsDeleted"]]

    async def _rows(
        self, kind: str, fields: Sequence[str], where: str, archived: bool = False
    ) -> list[Any]:
        asked = f"SELECT {', '.join(fields)} FROM {kind} WHERE {where} ORDER BY CreatedDate"
        return await self._org.query(asked, archived)

    async def forget(self, held: Held, cancelled: str) -> int:
        """The person last: whoever is interrupted begins again.

        What Salesforce does not let us change holds up nothing else, and is refused in the end,
        by the kind of its records, for somebody to see to.
        """
        left = [f"Lead {CONVERTED}" for one in held.leads if one[CONVERTED]]
        ours = [one for one in held.leads if not one[CONVERTED]]
        for comment in held.comments:
            await self._org.ask("DELETE", f"/sobjects/CaseComment/{comment['Id']}")
        left += await self._blank("Case", held.cases, CASE_GONE)
        still_open = [one for one in held.tasks if not one["IsClosed"]]
        await self._blank("Task", still_open, {"Status": cancelled})
        left += await self._blank("Task", held.tasks, TASK_GONE)
        left += await self._blank("Lead", ours, LEAD_GONE)
        person, gone = {"Id": held.person.ref}, {**CONTACT_GONE, self._org.field: None}
        try:
            left += await self._blank("Contact", [person], gone)
        except CrmUnavailable:
            if not left:
                raise
            left.append("Contact")  # once it is erased, nobody would hear of the others
        if left:
            named = ", ".join(f"{times}x {what}" for what, times in Counter(left).items())
            raise CrmRefused(Refusal.INVALID, f"not erased: {named}")
        return 1 + sum(map(len, (held.comments, held.cases, held.tasks, held.leads)))

    async def _blank(self, kind: str, rows: Iterable[Any], values: Mapping[str, Any]) -> list[str]:
        """What was refused; a record that is gone meanwhile is none of it."""
        left: list[str] = []
        for row in rows:
            try:
                await self._org.ask("PATCH", f"/sobjects/{kind}/{row['Id']}", json=dict(values))
            except Answered as refused:
                if refused.reason is not Refusal.UNKNOWN:
                    left.append(f"{kind} {' '.join(refused.codes)}")
        return left


def comments_of(cases: Sequence[str]) -> str:
    within = ", ".join(map(quoted, cases))
    fields = "Id, ParentId, CommentBody, CreatedDate"
    return f"SELECT {fields} FROM CaseComment WHERE ParentId IN ({within})"


def notes_of(held: Held) -> list[dict[str, str]]:
    numbers = {row["Id"]: row["CaseNumber"] for row in held.cases}
    return [
        {
            "case": numbers[one["ParentId"]],
            "text": one["CommentBody"],
            "created_at": one["CreatedDate"],
        }
        for one in held.comments
    ]
