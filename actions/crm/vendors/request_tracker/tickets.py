"""A ticket for a person, found by its key or opened."""

from __future__ import annotations

from typing import Any

from actions.crm.embedded.values import key, plain
from actions.crm.port import NewContact
from actions.crm.vendors import persons
from actions.crm.vendors.request_tracker.people import People
from actions.crm.vendors.request_tracker.records import Row
from actions.crm.vendors.request_tracker.rest import Rest

LONGEST_SUBJECT = 200


class Tickets:
    def __init__(self, rest: Rest, people: People) -> None:
        self.rest, self._people = rest, people

    async def opened(
        self, queue: str, reference: str, person: NewContact, subject: str, **values: Any
    ) -> Row:
        """The ticket of that reference, made if there is none."""
        await self.rest.ready(queue)
        if known := await self.rest.known(key(reference)):
            return known
        values["Requestor"] = (await persons.saved(self._people, person)).ref
        values["Subject"] = " ".join(plain(subject).split())[:LONGEST_SUBJECT]
        return await self.rest.open(queue, reference, **values)
