"""An outage of a company's CRM, as long as wished, with visitors coming in and couriers killed.

    python -m tests.actions.crm.outbox.outage --crm request_tracker --actions 1000 --seconds 300

The line to the CRM goes from one fault to the next: refused, cut, reset, stalled, silent, answered
by a proxy's pages, and cut after the CRM did what it was asked. Meanwhile visitors open cases and book
callbacks, and the courier is killed again and again. Afterwards the line is well, and everything
that was promised is looked for. What each visitor is told is compared, as it is told, with the
company's records and with the desk's own. The exit code is 1 when a promise was not kept.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import signal
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from actions.crm.outbox import breaker, courier
from actions.crm.outbox.courier import Courier
from actions.crm.outbox.delivery import Delivery
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.round import round_of
from actions.crm.outbox.tables import State
from actions.crm.vendors import vendor
from actions.crm.vendors.account import Account
from bot import database
from bot.settings import settings
from tests.actions.crm.conftest import OfficeHours
from tests.actions.crm.outbox.killed import child
from tests.actions.crm.outbox.truth import Truth
from tests.actions.crm.outbox.visits import Found, Visits
from tests.actions.crm.samples import MONDAY
from tests.actions.crm.vendors.line import (
    Fault,
    Line,
    Request,
    answer_is_lost,
    line_to,
    never_arrives,
    refused,
    reset_after,
    says,
    stalls,
)
from tests.actions.crm.vendors.servers import SERVERS

TIMEOUT = 1.0  # seconds that one request may take here
LIFE = 1.0  # seconds that a courier lives, on average
WAIT = 0.25  # seconds that a visitor waits for the truth
EARLY = 20  # one visitor of so many comes before anything fails
CALM = 30.0  # seconds that each of those waits


def silent(_: Request) -> None:
    """A black hole: nothing comes back for as long as anybody waits."""
    time.sleep(2 * TIMEOUT)


FAULTS: Sequence[Fault] = (
    never_arrives,
    answer_is_lost,
    says(503),
    silent,
    says(502, b"<html>", content_type="text/html"),
    refused,
    says(404, b"<html>", content_type="text/html"),
    stalls,
    reset_after(40),
    says(429, retry_after="1"),
    Request.passed_on,  # nothing is wrong for a while
)


def outage(
    crm: str, url: str, actions: int, seconds: float, seed: int = 1,
    desk: type[PromisingCrm] = PromisingCrm,
) -> Found:  # fmt: skip
    """Go through it all; `url` is the desk's own database, which is empty."""
    courier.FIRST_PAUSE, courier.LONGEST_PAUSE = 0.2, 2.0
    breaker.FIRST_PAUSE, breaker.LONGEST_PAUSE = 0.2, 1.0
    found, chance = Found(), random.Random(seed)
    with SERVERS[crm]() as real, line_to(real.url) as line:
        account = replace(real, url=line.url, timeout=TIMEOUT)
        truth = Truth(url, crm, replace(real, timeout=60.0))
        books = desk(crm, vendor(crm, account), url=url, hours=OfficeHours(), timeout=30)
        visits = Visits(books, truth, found)
        with _mortal(crm, url, account, found, chance):
            early = -(-actions // EARLY)
            asyncio.run(visits.come(range(early), 0.0, CALM))
            with _faulty(line, seconds):
                asyncio.run(visits.come(range(early, actions), seconds, WAIT))
        line.heals()
        os.waitpid(child(lambda: asyncio.run(_deliver_all(crm, url, account))), 0)
        counts = Mail(database.engine(url), crm).counts()
        found.waiting = counts[State.WAITING] + counts[State.SENDING]
        found.dead = counts[State.DEAD]
        found.there = asyncio.run(truth.there(found.promised))
    return found


@contextmanager
def _faulty(line: Line, seconds: float) -> Iterator[None]:
    """One fault after the other, each for its part of the time."""
    over = threading.Event()

    def strike() -> None:
        for fault in itertools.cycle(FAULTS):
            line.fails(fault)
            if over.wait(seconds / len(FAULTS)):
                return

    striking = threading.Thread(target=strike)
    striking.start()
    try:
        yield
    finally:
        over.set()
        striking.join()


@contextmanager
def _mortal(
    crm: str, url: str, account: Account, found: Found, chance: random.Random
) -> Iterator[None]:
    """A courier that is killed and followed by another, until the outage is over."""
    over = threading.Event()

    def live_and_die() -> None:
        while not over.is_set():
            process = child(lambda: asyncio.run(_work(crm, url, account)))
            over.wait(chance.uniform(0, 2 * LIFE))
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            found.kills += 1

    dying = threading.Thread(target=live_and_die)
    dying.start()
    try:
        yield
    finally:
        over.set()
        dying.join()


def _courier(crm: str, url: str, account: Account) -> Courier:
    mail = Mail(database.engine(url), crm)
    delivery = Delivery(mail.database, crm, vendor(crm, account))
    return Courier(mail, delivery, round_of(mail.database), settling=TIMEOUT)


async def _work(crm: str, url: str, account: Account) -> None:
    await _courier(crm, url, account).work(threading.Event())


async def _deliver_all(crm: str, url: str, account: Account) -> None:
    """Until nothing is left; the line is well now."""
    mail = Mail(database.engine(url), crm)
    going, over = _courier(crm, url, replace(account, timeout=30.0)), threading.Event()
    work = asyncio.create_task(going.work(over))
    while any(mail.counts()[state] for state in (State.WAITING, State.SENDING)):
        await asyncio.sleep(0.2)
    over.set()
    await work


def main(
    crm: Annotated[str, typer.Option(help="request_tracker or webhook")] = "webhook",
    actions: Annotated[int, typer.Option(help="cases and callbacks")] = 1000,
    seconds: Annotated[float, typer.Option(help="how long the CRM is not well")] = 300.0,
    url: Annotated[str, typer.Option(help="the desk's database; empty: SQLite")] = "",
) -> None:
    """Print what was promised and what became of it."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            GUICHET_DATA_DIR=folder,
            GUICHET_NOW=MONDAY.isoformat(),
            GUICHET_CALLBACK_CAPACITY="1000000",
        )
        settings.cache_clear()
        where = url or f"sqlite:///{Path(folder) / 'desk.db'}"
        database.migrate(where)
        found = outage(crm, where, actions, seconds)
    said = ", ".join(f"{number} {one.value}" for one, number in found.said.items())
    print(
        f"{len(found.promised)} promised ({said}; {len(found.untrue)} untrue), {found.kills} kills"
    )
    lost, twice = len(found.lost), len(found.twice)
    print(f"{lost} lost, {twice} twice, {found.waiting} left, {found.dead} dead")
    raise typer.Exit(0 if found.kept_every_word else 1)


if __name__ == "__main__":
    typer.run(main)
