"""Visitors who ask for something while the company's CRM is not well, and what came of it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta

from actions.crm.outbox.desk import PromisingCrm
from actions.crm.port import Outcome
from tests.actions.crm.outbox.truth import Truth
from tests.actions.crm.samples import CAMILLE, a_callback, a_case, at


@dataclass
class Found:
    """What was promised, what was said, and what the company has in the end.

    `promised` is the number of whoever asked, by key; `untrue` is who was told what was not so.
    """

    promised: dict[str, str] = field(default_factory=dict)
    said: Counter[Outcome] = field(default_factory=Counter)
    untrue: list[tuple[str, Outcome]] = field(default_factory=list)
    kills: int = 0
    there: Counter[str] = field(default_factory=Counter)
    waiting: int = 0
    dead: int = 0

    @property
    def lost(self) -> list[str]:
        return [key for key in self.promised if not self.there[key]]

    @property
    def twice(self) -> list[str]:
        return [key for key, times in self.there.items() if times > 1]

    @property
    def kept_every_word(self) -> bool:
        return not (self.untrue or self.lost or self.twice or self.waiting or self.dead)


@dataclass(frozen=True)
class Visits:
    """The desk that visitors come to, and whoever compares what they are told."""

    desk: PromisingCrm
    truth: Truth
    found: Found

    async def come(self, numbers: range, seconds: float, patience: float) -> None:
        """One after another, over `seconds`; each waits `patience` for the truth."""
        began, pace = time.monotonic(), seconds / max(1, len(numbers))
        for place, number in enumerate(numbers):
            await asyncio.sleep(max(0.0, began + pace * place - time.monotonic()))
            await self._comes(number, patience)

    async def _comes(self, number: int, patience: float) -> None:
        """Half open a case, half book a callback; what they are told is compared at once."""
        mine, key, phone = self.desk.following(), f"outage-{number}", f"+3363998{number:04d}"
        if number % 2:
            when = at(10, days=number % 4) + timedelta(minutes=30 * (number % 12))
            await mine.book_callback(a_callback(phone=phone, external_ref=key, start=when))
        else:
            person = replace(CAMILLE, phone=phone, email="")
            await mine.open_case(a_case(contact=person, external_ref=key))
        self.found.promised[key] = phone
        told = await mine.outcome(patience)
        self.found.said[told] += 1
        if not await self.truth.holds(told, key, phone):
            self.found.untrue.append((key, told))
