"""People at Salesforce: how they are found, made and completed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from actions.crm.port import Contact, CrmRefused, NewContact, Refusal
from actions.crm.vendors.persons import NOBODY, matching, person_key
from actions.crm.vendors.salesforce import names
from actions.crm.vendors.salesforce.errors import Answered
from actions.crm.vendors.salesforce.org import ID, Org, quoted
from actions.fields.numbering import as_dialled, typed_phone


class People:
    """A `Directory`."""

    def __init__(self, org: Org) -> None:
        self._org = org

    async def find_contacts(self, phone: str = "", email: str = "") -> Sequence[Contact]:
        """A query sees what was just written; the search knows other ways to write a number."""
        where = list(_ways(phone, email))
        if not where:
            return ()
        asked = f"SELECT {', '.join(names.CONTACT)} FROM Contact WHERE {' OR '.join(where)}"
        rows = await self._org.query(f"{asked} ORDER BY CreatedDate LIMIT 50")
        found = matching((names.contact(row, phone) for row in rows), phone, email)
        if phone and not matching(found, phone):
            rows = await self._searched(phone)
            by_search = (names.contact(row, phone) for row in rows)
            found = (*found, *matching(by_search, phone))
        return matching(found, phone, email)

    async def add_contact(self, new: NewContact) -> Contact:
        """By our key, unless somebody has it whom that number left since."""
        key = person_key(new)
        values = {"LastName": NOBODY, **names.contact_values(new)}
        if await self._org.lookup("Contact", key, ["Id"]) is None:
            values = {self._org.field: key, **values}
        try:
            made = await self._org.ask("POST", "/sobjects/Contact", json=values)
        except Answered as refused:
            return await self._instead(refused, new, values)
        return await self._contact(made["id"], new)

    async def complete_contact(self, known: Contact, gaps: NewContact) -> Contact:
        values = names.contact_values(gaps)
        await self._org.ask("PATCH", f"/sobjects/Contact/{known.ref}", json=values)
        return await self._contact(known.ref, gaps)

    async def _contact(self, ref: str, like: NewContact) -> Contact:
        row = await self._org.record(f"Contact/{ref}", names.CONTACT)
        if row is None:
            raise CrmRefused(Refusal.UNKNOWN)
        return names.contact(row, like.phone)

    async def _instead(self, refused: Answered, new: NewContact, values: Any) -> Contact:
        """The person whom a rule or a key of theirs calls the same, if we find them the same."""
        if refused.reason is not Refusal.CONFLICT:
            raise refused
        for ref in _matched(refused):
            row = await self._org.record(f"Contact/{ref}", names.CONTACT)
            same = row and matching([names.contact(row, new.phone)], new.phone, new.email)
            if same:
                return same[0]
        meanwhile = await self.find_contacts(new.phone, new.email)
        if meanwhile:
            return meanwhile[0]
        asked = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
        made = await self._org.ask("POST", "/sobjects/Contact", json=values, headers=asked)
        return await self._contact(made["id"], new)

    async def _searched(self, phone: str) -> list[Any]:
        asked = {
            "q": as_dialled(phone).lstrip("+"),
            "in": "PHONE",
            "sobject": "Contact",
            "Contact.fields": ",".join(names.CONTACT),
            "Contact.limit": "50",
        }
        found = await self._org.ask("GET", "/parameterizedSearch", params=asked)
        return list(found.get("searchRecords", []))


def _ways(phone: str, email: str) -> Iterable[str]:
    if email:
        yield f"Email = {quoted(email.strip().lower())}"
    if phone:
        written = {phone, as_dialled(phone), typed_phone(phone)}
        forms = ", ".join(map(quoted, sorted(written)))
        yield f"MobilePhone IN ({forms})"
        yield f"Phone IN ({forms})"


def _matched(refused: Answered) -> list[str]:
    """The ids in `duplicateResult.matchResults[].matchRecords[].record`."""
    results = [
        result
        for error in refused.errors
        for result in (error.get("duplicateResult") or {}).get("matchResults", [])
    ]
    ids = [one["record"]["Id"] for result in results for one in result.get("matchRecords", [])]
    return [ref for ref in map(str, ids) if ID.fullmatch(ref)]
