"""Everything that Request Tracker holds about a person, read or taken away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from actions.crm.vendors.phrases import exported_person
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
        tickets = await self._people.tickets(ref)
        field = self._rest.field
        return exported_person(
            person,
            cases=[records.case(one, field) for one in self._others(tickets)],
            callbacks=[
                records.callback(one, field, self._slot) for one in _in(tickets, self._callbacks)
            ],
            leads=[records.lead(one, field) for one in _in(tickets, self._leads)],
            notes=[text for one in tickets for text in await self._texts(str(one["id"]))],
        )

    def _others(self, tickets: Sequence[Row]) -> list[Row]:
        return [one for one in tickets if _queue(one) not in (self._callbacks, self._leads)]

    async def _texts(self, ref: str) -> list[Mapping[str, str]]:
        return [
            {"case": ref, "text": str(one["Content"]), "created_at": str(one["Created"])}
            for one in await self._rest.texts(ref)
        ]


def _in(tickets: Sequence[Row], queue: str) -> list[Row]:
    return [one for one in tickets if _queue(one) == queue]


def _queue(ticket: Row) -> str:
    return str(ticket["Queue"]["Name"])
