"""Everything that Odoo holds about a person, read or taken away."""

from __future__ import annotations

from actions.crm.port import CallbackStatus
from actions.crm.vendors.exported import Exported
from actions.crm.vendors.odoo import records
from actions.crm.vendors.odoo.calls import EVENT_MODEL, Calls
from actions.crm.vendors.odoo.models import Domain, Models, Row
from actions.crm.vendors.odoo.people import People
from actions.crm.vendors.odoo.records import CASE, ERASED, LEAD

LEAD_MODEL = "crm.lead"
NO_ONE = {"contact_name": False, "phone": False, "email_from": False, "description": False}


class Lives:
    def __init__(self, models: Models, people: People, calls: Calls, cases: str) -> None:
        self._models, self._people, self._calls, self._cases = models, people, calls, cases

    async def export(self, ref: str) -> dict[str, object]:
        row = await self._alive(ref)
        if row is None:
            return {}
        told = Exported(records.contact(row))
        cases, leads = await self._of(self._cases, ref, CASE), await self._of(LEAD_MODEL, ref, LEAD)
        case_keys = await self._models.keys(self._cases, _refs(cases))
        lead_keys = await self._models.keys(LEAD_MODEL, _refs(leads))
        for case in cases:
            told.add(records.case(case, case_keys.get(str(case["id"]), ""), ""))
            for note in await self.notes(str(case["id"])):
                told.note(str(case["id"]), records.text(str(note["body"])), str(note["date"]))
        for call in [await self._calls.one(event) for event in await self._events(ref)]:
            if call:
                told.add(call)
        for lead in leads:
            told.add(records.lead(lead, lead_keys.get(str(lead["id"]), "")))
        return told.held

    async def erase(self, ref: str) -> int:
        """Records stay, so that figures stay true; the person and their words leave them."""
        if await self._alive(ref) is None:
            return 0
        cases, events = _refs(await self._of(self._cases, ref, ["id"])), await self._events(ref)
        leads = _refs(await self._of(LEAD_MODEL, ref, ["id"]))
        for case in cases:
            said = [str(one["id"]) for one in await self.notes(case)]
            await self._models.unlink("mail.message", said)
            await self._models.write(self._cases, case, name="-", description=False)
        for event in events:
            await self._give_up(event)
        for lead in leads:
            await self._models.write(LEAD_MODEL, lead, name="-", **NO_ONE)
        gone = {"name": ERASED, "phone": False, "email": False, "active": False}
        await self._models.write("res.partner", ref, **gone)
        return len(cases) + len(events) + len(leads) + 1

    async def notes(self, ref: str, model: str = "") -> list[Row]:
        """The comments on a record, which is a case unless a model is named."""
        domain: Domain = [
            ["model", "=", model or self._cases],
            ["res_id", "=", int(ref)],
            ["message_type", "=", "comment"],
        ]
        fields = ["subject", "body", "date", "res_id"]
        return await self._models.search("mail.message", domain, fields)

    async def _give_up(self, event: str) -> None:
        one = await self._calls.one(event)
        if one and one.status is CallbackStatus.BOOKED:
            await self._calls.cancel(event)
        await self._models.write(EVENT_MODEL, event, name="-", description=False)

    async def _alive(self, ref: str) -> Row | None:
        row = await self._people.row(ref)
        return row if row and row["name"] != ERASED else None

    async def _of(self, model: str, ref: str, fields: tuple[str, ...] | list[str]) -> list[Row]:
        return await self._models.search(model, [["partner_id", "=", int(ref)]], fields)

    async def _events(self, ref: str) -> list[str]:
        """Those that we made: somebody's other meetings are the company's."""
        with_them = [["partner_ids", "in", [int(ref)]]]
        found = _refs(await self._models.search(EVENT_MODEL, with_them, ["id"]))
        ours = await self._models.keys(EVENT_MODEL, found)
        return [one for one in found if one in ours]


def _refs(rows: list[Row]) -> list[str]:
    return [str(row["id"]) for row in rows]
