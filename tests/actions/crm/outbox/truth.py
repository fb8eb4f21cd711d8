"""Whether what a visitor is told is so: at that moment, in the company's records and in ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable, Mapping

from sqlalchemy import select

from actions.crm.embedded.tables import callbacks, cases
from actions.crm.outbox.dead_letters import UNDELIVERED
from actions.crm.outbox.tables import State, letters
from actions.crm.port import CaseStatus, Outcome
from actions.crm.vendors import vendor
from actions.crm.vendors.account import Account
from bot import database

Promised = Mapping[str, str]  # who asked for what: `external_ref` and number


class Truth:
    """What there is of a promise; the company is asked on a line of its own, which is well."""

    def __init__(self, url: str, crm: str, account: Account) -> None:
        self._database = database.engine(url)
        self._crm = crm
        self._account = account

    async def holds(self, told: Outcome, key: str, phone: str) -> bool:
        """A letter may arrive while we look: what is there already was also kept for later."""
        kept = self._letters(key)
        if told is Outcome.DELIVERED:
            return (await self.there({key: phone}))[key] > 0
        if told is Outcome.LATER:
            return bool(kept) and State.DEAD not in kept.values()
        if told is Outcome.REFUSED:
            return State.DEAD in kept.values() and self._is_asked_for(kept)
        return False

    async def there(self, promised: Promised) -> Counter[str]:
        """How often the company has each of them, counted in its own records."""
        return await COUNTS[self._crm](self._account, promised)

    def _letters(self, key: str) -> dict[int, State]:
        """Those of a record that the desk has."""
        refs = [select(one.c.ref).where(one.c.external_ref == key) for one in (cases, callbacks)]
        found = select(letters.c.position, letters.c.state).where(
            letters.c.ref.in_(refs[0].union(refs[1]))
        )
        with self._database.connect() as connection:
            return {place: State(state) for place, state in connection.execute(found)}

    def _is_asked_for(self, kept: Mapping[int, State]) -> bool:
        """Whether a colleague has a case for each dead letter."""
        keys = [f"{UNDELIVERED}-{place}" for place, one in kept.items() if one is State.DEAD]
        asked = cases.c.external_ref.in_(keys), cases.c.status == CaseStatus.OPEN.value
        with self._database.connect() as connection:
            return len(connection.execute(select(cases.c.ref).where(*asked)).all()) == len(keys)


async def _in_request_tracker(account: Account, promised: Promised) -> Counter[str]:
    """By the tickets that are there, not by the adapter's own way of finding one again."""
    from actions.crm.vendors.request_tracker.rest import Rest

    rest = Rest(account)
    only = f" AND CF.{{ExternalRef}} = '{next(iter(promised))}'" if len(promised) == 1 else ""
    tickets = [one for queue in ("Support", "Callbacks") for one in
               await rest.tickets(f"Queue = '{queue}'{only}")]  # fmt: skip
    await rest.wire.close()
    found = Counter(
        str(value)
        for ticket in tickets
        for one in ticket["CustomFields"]
        for value in one["values"]
    )
    return Counter({key: times for key, times in found.items() if key in promised})


async def _at_the_endpoint(account: Account, promised: Promised) -> Counter[str]:
    """By what the endpoint answers of everybody who asked."""
    crm, found = vendor("webhook", account), Counter[str]()
    for phone in promised.values():
        for person in await crm.find_contacts(phone=phone):
            held = await crm.export(person.ref)
            for kind in ("cases", "callbacks"):
                found.update(one["external_ref"] for one in held[kind])  # type: ignore[attr-defined]
    await crm.close()
    return found


COUNTS: dict[str, Callable[[Account, Promised], Awaitable[Counter[str]]]] = {
    "request_tracker": _in_request_tracker,
    "webhook": _at_the_endpoint,
}
