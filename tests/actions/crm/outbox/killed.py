"""A desk and a courier that are killed again and again, at moments that nobody chose.

Children of a warm process: a writer that notes cases and callbacks and says which a visitor was
promised, and a courier. Both are killed with SIGKILL after some milliseconds. At the end a courier
is left in peace.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from actions.crm.embedded import EmbeddedCrm
from actions.crm.outbox import breaker, courier
from actions.crm.outbox.courier import Courier
from actions.crm.outbox.delivery import Delivery
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.round import round_of
from bot import database
from tests.actions.crm.conftest import OfficeHours
from tests.actions.crm.outbox.conftest import NAME
from tests.actions.crm.samples import CAMILLE, a_callback, a_case, at


def desk(url: str, company: str) -> PromisingCrm:
    books = EmbeddedCrm(company, OfficeHours(), timeout=30)
    return PromisingCrm(NAME, books, url=url, hours=OfficeHours(), timeout=30)


async def write(url: str, company: str, promised: Path, first: int) -> None:
    """Note what visitor after visitor asks for; each promise is on disk before the next."""
    crm = desk(url, company)
    for number in range(first, first + 1000):
        phone = f"+3363998{number:04d}"
        person = replace(CAMILLE, phone=phone, email="")
        await crm.open_case(a_case(contact=person, external_ref=f"case-{number}"))
        _promise(promised, f"case-{number}")
        when = at(10, days=number % 4) + timedelta(minutes=30 * (number % 12))
        key = f"callback-{number}"
        await crm.book_callback(a_callback(phone=phone, external_ref=key, start=when))
        _promise(promised, key)


def _promise(promised: Path, key: str) -> None:
    with promised.open("a") as file:
        file.write(f"{key}\n")


def made(url: str, company: str) -> Courier:
    mail, remote = Mail(database.engine(url), NAME), EmbeddedCrm(company, OfficeHours(), timeout=30)
    delivery = Delivery(mail.database, NAME, remote)  # type: ignore[arg-type]
    return Courier(mail, delivery, round_of(mail.database), settling=0.0)


async def carry(url: str, company: str) -> None:
    from threading import Event

    await made(url, company).work(Event())


async def finish(url: str, company: str) -> None:
    await made(url, company).drain()


def child(work: Callable[[], object]) -> int:
    """A process that does it, with connections of its own."""
    number = os.fork()
    if number:
        return number
    database.engine.cache_clear()
    work()
    os._exit(0)


def main(url: str, company: str, promised: str, kills: int, seed: int) -> None:
    courier.FIRST_PAUSE = breaker.FIRST_PAUSE = 0.0
    chance, written = random.Random(seed), Path(promised)
    for turn in range(kills):
        first = 1000 + turn * 7
        both = (
            child(lambda first=first: asyncio.run(write(url, company, written, first))),  # type: ignore[misc]
            child(lambda: asyncio.run(carry(url, company))),
        )
        for number in chance.sample(both, 2):
            time.sleep(chance.uniform(0.0, 0.12))
            os.kill(number, signal.SIGKILL)
        for number in both:
            os.waitpid(number, 0)
    os.waitpid(child(lambda: asyncio.run(finish(url, company))), 0)


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]), int(sys.argv[5]))  # type: ignore[arg-type]
