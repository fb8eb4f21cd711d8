"""Everything that Request Tracker holds about a person, read or taken away."""

from __future__ import annotations

from datetime import timedelta

from actions.crm.port import Callback, Case, Lead
from actions.crm.vendors.exported import Exported
from actions.crm.vendors.request_tracker import records
from actions.crm.vendors.request_tracker.people import People
from actions.crm.vendors.request_tracker.records import GONE, Row
from actions.crm.vendors.request_tracker.rest import Rest


class Lives:
    """A ticket is what the queue that it lies in says: a callback, a lead, else a case."""

    def __init__(
        self, rest: Rest, people: People, callbacks: str, leads: str, slot: timedelta
    ) -> None:
        self._rest, self._people = rest, people
        self._callbacks, self._leads, self._slot = callbacks, leads, slot

    async def erase(self, ref: str) -> int:
        """Tickets become deleted ones, which RT's shredder takes away with all that they say."""
        tickets = await self._people.tickets(ref)
        for ticket in tickets:
            await self._rest.change(str(ticket["id"]), Subject="", Status=GONE)
        return len(tickets) + await self._people.forget(ref)

    async def export(self, ref: str) -> dict[str, object]:
        person = await self._people.known(ref)
        if person is None:
            return {}
        told = Exported(person)
        for ticket in await self._people.tickets(ref):
            number = str(ticket["id"])
            told.add(self._read(ticket))
            for text in await self._rest.texts(number):
                told.note(number, str(text["Content"]), str(text["Created"]))
        return told.held

    def _read(self, ticket: Row) -> Case | Callback | Lead:
        queue, field = str(ticket["Queue"]["Name"]), self._rest.field
        if queue == self._callbacks:
            return records.callback(ticket, field, self._slot)
        return records.lead(ticket, field) if queue == self._leads else records.case(ticket, field)
