"""The company's CRM as a store of one person's data: what it holds, and that it forgets them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy.engine import Engine

from actions.crm.customers.persons import known_as
from actions.crm.embedded import contacts
from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.erasing import ask, ask_for
from actions.crm.outbox.erasures import Erasures, Standing
from actions.crm.outbox.forgetting import found, keys
from actions.crm.outbox.known import KnownRecords
from actions.crm.outbox.tables import State
from actions.crm.port import Contact, CrmError, CrmRefused, Refusal, RemoteCrm
from actions.fields.references import new_reference
from bot.clock import now
from bot.database import read_only
from bot.person import Person, Unreachable

LOOK_AGAIN = 0.05  # seconds
Opening = Callable[[], RemoteCrm]


class CompanyRecords:
    """What `guichet privacy` asks of the CRM that the settings name."""

    name = "company crm"

    def __init__(self, database: Engine, crm: str, remote: Opening) -> None:
        self.crm = crm
        self._database, self._remote = database, remote
        self._known, self._erasures = KnownRecords(database, crm), Erasures(database)
        self._asked: list[int] = []

    def held(self, person: Person) -> list[dict[str, Any]]:
        """Everyone that it calls this person, whole; raises `Unreachable`."""
        try:
            return asyncio.run(self._exported(person))
        except CrmError as error:
            raise Unreachable(str(error) or type(error).__name__) from None

    def ask(self, unit: Unit, person: Person, found: Sequence[Contact]) -> None:
        """Letters about all that the desk knows them by, and about what was asked for."""
        self._asked = [letter for one in found for letter in ask(unit, self.crm, one.ref)]
        ways = list(_ways(unit, found))
        phone = "" if any(person.phone == known for known, _ in ways) else person.phone
        email = "" if any(person.email == known for _, known in ways) else person.email
        self._asked += ask_for(unit, self.crm, phone, email)

    def outcome(self, patience: float) -> list[Standing]:
        """How the letters of `ask` stand, once none waits or `patience` seconds later."""
        end = time.monotonic() + patience
        while True:
            told = self._erasures.standing(self._asked)
            waits = any(one.state in (State.WAITING, State.SENDING) for one in told)
            if not waits or time.monotonic() > end:
                return told
            time.sleep(LOOK_AGAIN)

    def erasures(self, past: bool) -> list[Standing]:
        """Those that have not arrived yet, or the newest that are proved."""
        return self._erasures.past() if past else self._erasures.standing()

    async def _exported(self, person: Person) -> list[dict[str, Any]]:
        remembered, ways = self._met(person)
        remote = self._remote()
        try:
            refs = dict.fromkeys(remembered)
            for phone, email in ways:
                refs.update(dict.fromkeys(keys(phone, email)))
                refs.update((one.ref, None) for one in await found(remote, phone, email))
            told = [await _export(remote, ref) for ref in refs]
        finally:
            await remote.close()
        return [one for one in told if one]

    def _met(self, person: Person) -> tuple[list[str], list[tuple[str, str]]]:
        """What it calls them, and what else they may be found by."""
        with read_only(self._database) as connection:
            unit = Unit(connection, now(), new_reference)
            mine = contacts.find(unit, person.phone, person.email)
            refs = [row["ref"] for one in mine for row in known_as(unit, one.ref)]
            ways = [(person.phone, person.email), *_ways(unit, mine)]
        remembered = [remote for ref in refs for remote in self._known.people(ref)]
        return remembered, list(dict.fromkeys(ways))


def _ways(unit: Unit, found: Sequence[Contact]) -> Iterator[tuple[str, str]]:
    """The number and the address of each contact that is one of these people."""
    for one in found:
        for row in known_as(unit, one.ref):
            yield row["phone"] or "", row["email"] or ""


async def _export(remote: RemoteCrm, ref: str) -> dict[str, Any]:
    try:
        return dict(await remote.export(ref))
    except CrmRefused as error:
        if error.reason is Refusal.UNKNOWN:
            return {}
        raise
