"""A desk whose books fill an outbox, and a company's CRM that fails when it is told to."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from actions.crm.calls import CallOutcome, NewAttempt
from actions.crm.embedded import EmbeddedCrm
from actions.crm.lists import Query
from actions.crm.outbox import breaker, courier, dead_letters
from actions.crm.outbox.courier import Courier
from actions.crm.outbox.delivery import Delivery
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.mail import Letter, Mail
from actions.crm.outbox.round import round_of
from actions.crm.outbox.standing import OPEN
from actions.crm.outbox.tables import State
from actions.crm.port import (
    CallbackStatus,
    CallEnd,
    CallState,
    CrmError,
    CrmRefused,
    CrmUnavailable,
    Kind,
    Refusal,
)
from bot import database
from bot.settings import settings
from tests.actions.crm.conftest import OfficeHours, run

NAME = "company"


class CompanyBooks(EmbeddedCrm):
    """The company's records, with what is asked of a CRM that is not the desk's own."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.ends: list[CallEnd] = []
        self.remarks: list[tuple[Kind, str, str]] = []

    async def callback_state(self, ref: str) -> CallState | None:
        one = await self.callback(ref)
        if one is None:
            return None
        booked = one.status is CallbackStatus.MOVED
        return CallState(CallbackStatus.BOOKED if booked else one.status, one.start)

    async def close_callback(self, ref: str, end: CallEnd) -> None:
        one = await self.callback(ref)
        if one is None:
            raise CrmRefused(Refusal.UNKNOWN)
        if one.status in OPEN:
            self.ends.append(end)
            await self.attempted(ref, NewAttempt(CallOutcome.REACHED, end.value))

    async def remark(self, kind: Kind, ref: str, line: str) -> None:
        if (kind, ref, line) not in self.remarks:
            self.remarks.append((kind, ref, line))

class CompanyCrm:
    """A whole CRM of its own. `fails` is what each of the next requests meets, in order.

    An error "after" is raised once the request has done its work: its answer is lost.
    """

    def __init__(self, books: CompanyBooks) -> None:
        self.books = books
        self.fails: list[tuple[str, CrmError]] = []
        self.down: CrmError | None = None
        self.asked: list[str] = []

    async def close(self) -> None:
        """There is nothing to give back."""

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*given: Any, **named: Any) -> Any:
            self.asked.append(name)
            when, error = self.fails.pop(0) if self.fails else ("", None)
            if self.down:
                raise self.down
            if error and when == "before":
                raise error
            answer = await getattr(self.books, name)(*given, **named)
            if error:
                raise error
            return answer

        return call


@dataclass
class House:
    """The desk, its courier and the company's CRM."""

    desk: PromisingCrm
    company: CompanyCrm
    mail: Mail
    settling: float = 0.0
    chance: float = 0.0

    def courier(self) -> Courier:
        delivery = Delivery(self.mail.database, NAME, self.company)  # type: ignore[arg-type]
        return Courier(
            self.mail,
            delivery,
            round_of(self.mail.database),
            self.settling,
            chance=lambda: self.chance,
        )

    def deliver(self) -> None:
        """Everything that is due, and what becomes due by it."""
        run(self.courier().drain())

    def once(self) -> int:
        """One look into the outbox; how many letters were taken, not how many arrived."""

        async def look() -> int:
            courier = self.courier()
            taken = await courier._one_round()
            await asyncio.gather(*courier._under_way.values())
            courier._round.leave()
            return taken

        return run(look())

    def letters(self, state: State) -> list[Letter]:
        return dead_letters.listed(self.mail.database, NAME, state)

    def there(self, kind: str) -> list[Any]:
        """What the company's CRM has of a kind, newest first."""
        return list(run(getattr(self.company.books, kind)(Query(limit=200))).items)


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters and circuits wait no time, so that a test need not."""
    monkeypatch.setattr(courier, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(breaker, "FIRST_PAUSE", 0.0)
    monkeypatch.setenv("GUICHET_CRM_DELIVERY_TIMEOUT", "0.001")
    settings.cache_clear()


@pytest.fixture
def elsewhere(tmp_path: Path, migrated_file: Path) -> Iterator[str]:
    url = f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'company.db')}"
    yield url
    database.engine(url).dispose()


@pytest.fixture
def house(url: str, elsewhere: str, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("GUICHET_CALLBACK_CAPACITY", "1000")
    settings.cache_clear()
    company = CompanyCrm(CompanyBooks(elsewhere, OfficeHours(), timeout=30))
    desk = PromisingCrm(NAME, company, url=url, hours=OfficeHours(), timeout=30)  # type: ignore[arg-type]
    return House(desk, company, Mail(database.engine(url), NAME))


def lost(why: str = "answer lost", **more: Any) -> CrmUnavailable:
    return CrmUnavailable(why, **more)


@pytest.fixture
def a_crm_of_the_company(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings name it, too: expiry and colleagues tell whatever they name."""
    monkeypatch.setattr(sys.modules[__name__], "NAME", "webhook")
    for name, value in {"": "webhook", "_URL": "http://127.0.0.1:1/", "_SECRET": "x" * 32}.items():
        monkeypatch.setenv(f"GUICHET_CRM{name}", value)
    settings.cache_clear()
