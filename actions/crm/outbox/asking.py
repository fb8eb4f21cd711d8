"""How calls stand at the company: asked before the desk acts on what it believes, and noted here.

A colleague of the company calls, cancels and moves in their own CRM. The question is asked outside
of every transaction; what is answered counts only while the desk has nothing newer to tell.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.engine import Engine

from actions.crm.customers.books import changing, looking
from actions.crm.embedded import callbacks as callback_records
from actions.crm.embedded import elsewhere
from actions.crm.embedded.tables import callbacks
from actions.crm.embedded.transactions import Unit
from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.known import Known, KnownRecords
from actions.crm.outbox.standing import OPEN, told
from actions.crm.outbox.tables import known
from actions.crm.port import (
    Callback,
    CallState,
    CrmRefused,
    CrmUnavailable,
    Kind,
    RemoteCrm,
)
from bot.settings import settings

LEFT_ALONE = 60.0  # seconds, after it did not answer
Ask = Callable[[Sequence[str]], frozenset[str]]
log = structlog.get_logger()


class Asking:
    """Asks one CRM, each time by an adapter of its own: they belong to one event loop."""

    def __init__(self, database: Engine, crm: str, open_crm: Callable[[], RemoteCrm]) -> None:
        self._database, self._crm, self._open = database, crm, open_crm
        self._known = KnownRecords(database, crm)
        self._breaker = Breaker(database, crm)
        self._again = 0.0

    def ask(self, refs: Sequence[str]) -> frozenset[str]:
        """Note here what became of these callbacks; those that it could not be asked about.

        One that it was not told of, or cannot tell of, stays as it is.
        """
        there = self._there(refs)
        states = self._states({ref: held.remote for ref, (_, held) in there.items()})
        for ref, state in states.items():
            if state is not None:
                self._note(*there[ref], state)
        return frozenset(there) - frozenset(states)

    def _there(self, refs: Sequence[str]) -> dict[str, tuple[Callback, Known]]:
        """Those that it knows as they stand here: what is still to be told is newer."""
        with looking(self._database) as unit:
            found = select(callbacks).where(callbacks.c.ref.in_(list(refs)))
            rows = unit.connection.execute(found).mappings().all()
        ours = [callback_records.read(row) for row in rows]
        both = [(one, self._known.of(Kind.CALLBACK, one.ref)) for one in ours]
        return {
            one.ref: (one, held)
            for one, held in both
            if one.status in OPEN and held and held.remote and held.told == told(one)
        }

    def _states(self, remotes: Mapping[str, str]) -> dict[str, CallState | None]:
        quiet = time.monotonic() < self._again or not self._breaker.places(1)
        return {} if quiet or not remotes else asyncio.run(self._asked(remotes))

    async def _asked(self, remotes: Mapping[str, str]) -> dict[str, CallState | None]:
        """Until it does not answer: then it is left alone for a while."""
        remote, states = self._open(), dict[str, CallState | None]()
        try:
            for ref, name in remotes.items():
                states[ref] = await self._one(remote, name)
        except CrmUnavailable as error:
            log.warning("crm not asked about calls", reason=str(error))
            self._again = time.monotonic() + LEFT_ALONE
        finally:
            await remote.close()
        return states

    async def _one(self, remote: RemoteCrm, name: str) -> CallState | None:
        try:
            return await remote.callback_state(name)
        except CrmUnavailable:
            raise
        except CrmRefused as error:
            log.warning("crm does not tell of a call", reason=str(error))
        except Exception as error:
            log.exception("question broke", error=type(error).__name__)
        return None

    def _note(self, one: Callback, held: Known, state: CallState) -> None:
        """What it told is what it knows: both are written down at once, or neither is."""
        with changing(self._database) as unit:
            if elsewhere.noted(unit, one, state):
                self._heard(unit, one.ref, held)
                log.info("call changed in the company's crm", ref=one.ref, how=state.status.value)

    def _heard(self, unit: Unit, ref: str, held: Known) -> None:
        now = callback_records.read(callback_records.row_of(unit, ref))
        mine = (known.c.crm == self._crm, known.c.kind == Kind.CALLBACK.value, known.c.ref == ref)
        same = (*mine, known.c.external_ref == held.external_ref)
        unit.connection.execute(known.update().where(*same).values(told=told(now)))


def nobody_asked(refs: Sequence[str]) -> frozenset[str]:
    """Where the desk's books are the only ones."""
    return frozenset()


def asking(database: Engine) -> Ask:
    """The question to the CRM of the settings."""
    if settings().crm == "embedded":
        return nobody_asked
    from actions.crm.outbox.opening import company_crm

    return Asking(database, settings().crm, company_crm).ask
