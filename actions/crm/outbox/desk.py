"""The desk's own books, where whatever is written is also put into the outbox, or neither is."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import structlog

from actions.crm.embedded import EmbeddedCrm, cases, people
from actions.crm.embedded.transactions import Unit
from actions.crm.outbox import writing
from actions.crm.outbox.erasing import ask
from actions.crm.outbox.known import remote_case
from actions.crm.outbox.outcome import outcome_of
from actions.crm.port import Case, CompanyCrm, CrmError, Kind, Outcome

LOOK_AGAIN = 0.04  # seconds
ASKING = 1.0  # seconds that the company's CRM has to tell how a case stands
log = structlog.get_logger()
Result = TypeVar("Result")


class PromisingCrm(EmbeddedCrm):
    """Embedded records that a courier takes to the company's CRM."""

    def __init__(self, name: str, remote: CompanyCrm, **books: Any) -> None:
        """`name` is the company's CRM, as in the settings; the rest as for `EmbeddedCrm`."""
        super().__init__(**books)
        self._name = name
        self._remote = remote
        self._written: list[int] = []

    def following(self) -> PromisingCrm:
        """The same books, for one action: its own letters are followed."""
        mine = copy.copy(self)
        mine._written = []
        return mine

    async def outcome(self, patience: float) -> Outcome:
        """What became of the letters of this action, `patience` seconds later at most."""
        if not self._written:
            return Outcome.NOTHING
        loop = asyncio.get_running_loop()
        end = loop.time() + patience
        while True:
            found: Outcome = await self._run(lambda unit: outcome_of(unit, self._written))
            if found is not Outcome.ON_ITS_WAY or loop.time() > end:
                return Outcome.LATER if found is Outcome.ON_ITS_WAY else found
            await asyncio.sleep(LOOK_AGAIN)

    async def case(self, ref: str) -> Case | None:
        """Its state is the one that the company's CRM tells; without an answer, the last known."""
        held = await super().case(ref)
        there = await self._there(held.ref) if held else None
        if held is None or there is None or there.status is held.status:
            return held
        return await self._run(partial(cases.set_status, ref=held.ref, status=there.status))

    async def erase(self, contact_ref: str) -> int:
        """The letters are written first: they say how to find the person there."""

        def both(unit: Unit) -> tuple[int, list[int]]:
            letters = ask(unit, self._name, contact_ref)
            return people.erase(unit, contact_ref), letters

        records, letters = await self._run(both)
        self._written += letters
        return records

    async def _there(self, ref: str) -> Case | None:
        """A case as the company's CRM has it; None when it has none, or does not say."""
        remote = await self._run(partial(remote_case, crm=self._name, ref=ref))
        if not remote:
            return None
        try:
            return await asyncio.wait_for(self._remote.case(remote), ASKING)
        except (CrmError, asyncio.TimeoutError) as error:
            log.warning("case not asked for", ref=ref, error=type(error).__name__)
            return None

    def _told(self, unit: Unit, kind: Kind, ref: str) -> None:
        writing.post(unit, self._name, kind, ref)

    async def _write(self, kind: Kind, work: Callable[[Unit], Result], ref: str = "") -> Result:
        def both(unit: Unit) -> tuple[Result, int]:
            record = work(unit)
            named = ref or getattr(record, "ref", "")
            return record, writing.post(unit, self._name, kind, named)

        record, letter = await self._run(both)
        if letter:
            self._written.append(letter)
        return record
