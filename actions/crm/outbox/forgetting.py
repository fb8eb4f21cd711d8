"""Erasing a person in the company's CRM: whoever it calls so, found again, and looked for after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import structlog
from sqlalchemy.engine import Engine

from actions.crm.outbox.erasures import Erasures
from actions.crm.outbox.known import KnownRecords
from actions.crm.outbox.mail import Letter
from actions.crm.port import (
    Contact,
    CrmRefused,
    CrmUnavailable,
    NewContact,
    Refusal,
    RemoteCrm,
)
from actions.crm.vendors.persons import matching, person_key

log = structlog.get_logger()


class StillThere(CrmUnavailable):
    """It answered, and still finds who was erased: a search that lags is asked again later."""


class Forgetting:
    """Delivers erasures to one CRM. Each may be delivered again."""

    def __init__(self, database: Engine, crm: str, remote: RemoteCrm) -> None:
        self._remote = remote
        self._crm = crm
        self._known = KnownRecords(database, crm)
        self._erasures = Erasures(database)

    async def deliver(self, letter: Letter) -> None:
        """Returns once nobody is found there any more; raises `CrmError`."""
        asked = self._erasures.of(letter.position)
        if asked is None or asked.checked_at:
            return
        who = (asked.phone, asked.email)
        known = [*self._known.people(letter.ref), *keys(*who)]
        refused = await self._erase(letter, dict.fromkeys(known))
        there = [one.ref for one in await found(self._remote, *who)]
        others = [ref for ref in there if ref not in known]
        refused = await self._erase(letter, others, refused)
        if refused:
            raise refused
        if await found(self._remote, *who):
            raise StillThere("still found after the erasure")
        self._erasures.done(letter.position, self._crm, letter.ref)
        self._proved(letter)

    async def _erase(
        self, letter: Letter, refs: Iterable[str], refused: CrmRefused | None = None
    ) -> CrmRefused | None:
        """One who is refused holds up none of the others; what was refused, or None.

        A refusal goes before a failure: what was erased beside it would not be refused again.
        """
        for ref in refs:
            try:
                records = await self._remote.erase(ref)
            except CrmRefused as error:
                refused = refused if error.reason is Refusal.UNKNOWN else refused or error
            except CrmUnavailable as error:
                raise refused or error from None
            else:
                self._erasures.erased(letter.position, records)
        return refused

    def _proved(self, letter: Letter) -> None:
        told = self._erasures.of(letter.position)
        log.info("erased in the company's crm", letter=letter.position, contact=letter.ref,
                 records=told.records if told else 0, found_afterwards=0)  # fmt: skip


async def found(remote: RemoteCrm, phone: str, email: str) -> Sequence[Contact]:
    """Those whom the CRM finds, and who do have this number or this address: nobody else."""
    if not phone and not email:
        return ()
    try:
        return matching(await remote.find_contacts(phone, email), phone, email)
    except CrmRefused as error:
        if error.reason is Refusal.UNKNOWN:
            return ()
        raise


def keys(phone: str, email: str) -> list[str]:
    """What a CRM that takes our word for it calls somebody, also when its answer was lost."""
    ways = ({"phone": phone}, {"email": email})
    return [person_key(NewContact(**way)) for way in ways if any(way.values())]
