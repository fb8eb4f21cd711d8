"""Everything that EspoCRM holds about a person, read or taken away."""

from __future__ import annotations

from typing import Any

from actions.crm.port import Contact
from actions.crm.vendors.espocrm import records
from actions.crm.vendors.espocrm.api import Api, Row
from actions.crm.vendors.espocrm.people import People
from actions.crm.vendors.exported import Exported
from actions.crm.vendors.persons import NOBODY

BLANK = {"name": "-", "description": ""}
NOBODY_ELSE = {"firstName": "", "lastName": NOBODY, "phoneNumber": None, "emailAddress": None}


class Lives:
    def __init__(self, api: Api, people: People) -> None:
        self._api, self._people = api, people

    async def export(self, ref: str) -> dict[str, object]:
        row = await self._api.one("Contact", ref)
        if row is None:
            return {}
        person, field = records.contact(row), self._api.field
        told = Exported(person)
        for case in await self._of("cases", ref):
            told.add(records.case({**case, "contactId": ref}, field))
            for post in await self.posts(str(case["id"])):
                told.note(str(case["id"]), str(post["post"]), str(post["createdAt"]))
        for call in await self._of("calls", ref):
            told.add(records.callback({**call, "contactsIds": [ref]}, field))
        for lead in await self._leads(person):
            told.add(records.lead(lead, field, ref))
        return told.held

    async def erase(self, ref: str) -> int:
        """Cases and calls stay, so that figures stay true; the person and their words leave."""
        row = await self._api.one("Contact", ref)
        if row is None:
            return 0
        cases, calls = await self._of("cases", ref), await self._of("calls", ref)
        leads = await self._leads(records.contact(row))
        for case in cases:
            for post in await self.posts(str(case["id"])):
                await self._api.ask("DELETE", f"/Note/{post['id']}")
            await self._api.change("Case", str(case["id"]), BLANK)
        for call in calls:
            await self._api.change("Call", str(call["id"]), {**BLANK, **_given_up(call)})
        for lead in leads:
            await self._leave("Lead", str(lead["id"]))
        await self._leave("Contact", ref)
        return len(cases) + len(calls) + len(leads) + 1

    async def posts(self, case_ref: str) -> list[Row]:
        """What people wrote on a case; the rest of its stream says what changed."""
        stream = await self._api.listed(f"/Case/{case_ref}/stream")
        return [one for one in stream if one.get("type") == "Post"]

    async def _of(self, link: str, ref: str) -> list[Row]:
        return await self._api.listed(f"/Contact/{ref}/{link}")

    async def _leads(self, person: Contact) -> list[Row]:
        return await self._people.rows("Lead", person.phone, person.email)

    async def _leave(self, entity: str, ref: str) -> None:
        """Emptied first: what EspoCRM deletes stays in its database for months."""
        blank = {**NOBODY_ELSE, "description": ""}
        await self._api.change(entity, ref, blank)
        await self._api.ask("DELETE", f"/{entity}/{ref}")


def _given_up(call: Row) -> dict[str, Any]:
    return {"status": records.CANCELLED} if call["status"] == records.PLANNED else {}
