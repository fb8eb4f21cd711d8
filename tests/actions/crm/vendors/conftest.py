"""Every vendor's server, started once, and an adapter of its own for each test."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import pytest_asyncio

from actions.crm.embedded import EmbeddedCrm
from actions.crm.port import CompanyCrm, NewContact, RemoteCrm
from actions.crm.vendors import vendor
from actions.crm.vendors.account import Account
from bot.clock import PARIS
from tests.actions.crm.vendors.line import Line, line_to
from tests.actions.crm.vendors.servers import SERVERS

# The week before winter time: its Friday is +02:00, its Monday +01:00.
TUESDAY = datetime(2026, 10, 20, 9, 0, tzinfo=PARIS)

Connect = Callable[..., RemoteCrm]


@pytest.fixture(autouse=True)
def october(monday_morning: None, clock: Callable[[datetime], None]) -> None:
    clock(TUESDAY)


@pytest.fixture(scope="package")
def accounts() -> Iterator[Callable[[str], Account]]:
    started: dict[str, Account] = {}
    with ExitStack() as open_servers:

        def account(name: str) -> Account:
            if name not in started:
                started[name] = open_servers.enter_context(SERVERS[name]())
            return started[name]

        yield account


@pytest.fixture(params=SERVERS)
def account(request: pytest.FixtureRequest, accounts: Callable[[str], Account]) -> Account:
    return accounts(request.param)


@pytest.fixture
def line(account: Account) -> Iterator[Line]:
    with line_to(account.url) as one:
        yield one


@pytest_asyncio.fixture
async def connect(
    request: pytest.FixtureRequest, account: Account, line: Line
) -> AsyncIterator[Connect]:
    """Makes an adapter on the line: a new one for each call, as after a restart."""
    made: list[RemoteCrm] = []
    name = request.node.callspec.params["account"]

    def one(**changes: Any) -> RemoteCrm:
        made.append(vendor(name, replace(account, url=line.url, **changes)))
        return made[-1]

    yield one
    for adapter in made:
        await adapter.close()


@pytest_asyncio.fixture(params=["embedded", *SERVERS])
async def crm(
    request: pytest.FixtureRequest, accounts: Callable[[str], Account]
) -> AsyncIterator[CompanyCrm]:
    """Any CRM: our own, or a vendor's."""
    if request.param == "embedded":
        desk: EmbeddedCrm = request.getfixturevalue("desk")
        yield desk
        return
    adapter = vendor(request.param, accounts(request.param))
    yield adapter
    await adapter.close()


@pytest_asyncio.fixture(params=SERVERS)
async def company(
    request: pytest.FixtureRequest, accounts: Callable[[str], Account]
) -> AsyncIterator[RemoteCrm]:
    """Any company's CRM."""
    adapter = vendor(request.param, accounts(request.param))
    yield adapter
    await adapter.close()


@pytest.fixture
def somebody() -> NewContact:
    return invented()


def invented() -> NewContact:
    """Somebody whom no other test knows, with a number from those that films may use."""
    six = f"{random.SystemRandom().randrange(1, 10**7):07d}"
    return NewContact(f"Camille Essai{six}", f"+3363{six}", f"camille.{six}@exemple.fr")
