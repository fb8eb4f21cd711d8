"""A desk and a courier that are killed again and again, at moments that nobody chose.

    python -m tests.actions.crm.outbox.killed [--kills 300] [--seed N] [--url …] [--json]

Children of a warm process: a writer that notes cases and callbacks and says which a visitor was
promised, and a courier. Both are killed with SIGKILL after some milliseconds. At the end a courier
is left in peace, and what was promised is looked for at the company's. The exit code is 1 when
anything was lost, is there twice, was refused, or is there and not in the desk's own books.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import text

from actions.crm.embedded import EmbeddedCrm
from actions.crm.outbox import breaker, courier
from actions.crm.outbox.courier import Courier
from actions.crm.outbox.dead_letters import listed
from actions.crm.outbox.delivery import Delivery
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.round import round_of
from actions.crm.outbox.tables import State
from bot import database
from bot.settings import settings
from tests.actions.crm.conftest import OfficeHours
from tests.actions.crm.outbox.conftest import NAME
from tests.actions.crm.samples import CAMILLE, MONDAY, a_callback, a_case, at


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


def killed(url: str, company: str, promised: Path, turns: int, seed: int) -> None:
    """In each turn both are started, and killed in an order and at moments that `seed` draws."""
    courier.FIRST_PAUSE = breaker.FIRST_PAUSE = 0.0
    chance = random.Random(seed)
    for turn in range(turns):
        first = 1000 + turn * 7
        both = (
            child(lambda first=first: asyncio.run(write(url, company, promised, first))),  # type: ignore[misc]
            child(lambda: asyncio.run(carry(url, company))),
        )
        for number in chance.sample(both, 2):
            time.sleep(chance.uniform(0.0, 0.12))
            os.kill(number, signal.SIGKILL)
        for number in both:
            os.waitpid(number, 0)
    os.waitpid(child(lambda: asyncio.run(finish(url, company))), 0)


def verdict(url: str, company: str, promised: Path) -> dict[str, list[str]]:
    """What is not as it should be, by what is wrong with it."""
    there, noted = Counter(_keys(company)), Counter(_keys(url))
    return {
        "lost": [key for key in promised.read_text().split() if not there[key]],
        "twice": [key for key, times in there.items() if times > 1],
        "unlike": sorted(set(there) ^ set(noted)),
        "refused": [one.ref for one in listed(database.engine(url), NAME, State.DEAD)],
    }


def _keys(url: str) -> list[str]:
    both = "SELECT external_ref FROM crm_cases UNION ALL SELECT external_ref FROM crm_callbacks"
    with database.engine(url).begin() as connection:
        return [row[0] for row in connection.execute(text(both))]


def main(
    kills: Annotated[int, typer.Option(help="half of the desk, half of the courier")] = 300,
    seed: Annotated[int, typer.Option(help="draws the moments; 0: another one each time")] = 0,
    url: Annotated[str, typer.Option(help="the desk's empty database; empty: SQLite")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
) -> None:
    """Kill, and print what became of what was promised."""
    seed = seed or random.SystemRandom().randrange(1, 1_000_000)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"GUICHET_DATA_DIR": folder, "GUICHET_NOW": MONDAY.isoformat(),
                       "GUICHET_CALLBACK_CAPACITY": "1000000"}  # fmt: skip
        settings.cache_clear()
        promised = Path(folder) / "promised"
        promised.touch()
        desk_url, company = (f"sqlite:///{Path(folder) / name}.db" for name in ("desk", "company"))
        for one in (url or desk_url, company):
            database.migrate(one)
        killed(url or desk_url, company, promised, kills // 2, seed)
        wrong = verdict(url or desk_url, company, promised)
        found = {"seed": seed, "kills": kills, "promised": len(promised.read_text().split())}
    counts = ", ".join(f"{len(keys)} {name}" for name, keys in wrong.items())
    shown = f"seed {seed}, {kills} kills, {found['promised']} promised: {counts}"
    print(json.dumps({**found, **wrong}) if as_json else shown)
    raise typer.Exit(1 if any(wrong.values()) else 0)


if __name__ == "__main__":
    typer.run(main)
