"""A durable action beside one without an outbox, and how fast the outbox is emptied."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from actions.crm.embedded import EmbeddedCrm
from actions.crm.outbox.courier import Courier
from actions.crm.outbox.delivery import Delivery
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.round import round_of
from actions.crm.port import NewCase, NewContact
from benchmarks.measure import percentile
from bot import database

NAME = "company"


def case(number: int, side: str) -> NewCase:
    return NewCase(
        subject="Box en panne",
        description="Le voyant est rouge depuis hier soir, j’ai redémarré deux fois.",
        external_ref=f"{side}-{number}",
        contact=NewContact(phone=f"+3363998{number:04d}"),
        conversation=f"visitor-{number}",
    )


def action_figures(folder: Path, actions: int) -> dict[str, Any]:
    """Cases opened by turns on each side: what the outbox adds to one."""
    return asyncio.run(_actions(folder, actions))


async def _actions(folder: Path, actions: int) -> dict[str, Any]:
    books = EmbeddedCrm(_url(folder, "books"), timeout=30)
    kept = PromisingCrm(NAME, books, url=_url(folder, "kept"), timeout=30)
    times: dict[str, list[float]] = {"books": [], "outbox": []}
    for number in range(actions):
        for side, crm in (("books", books), ("outbox", kept)):
            times[side].append(await _milliseconds(crm.open_case, case(number, side)))
    added = [kept - alone for alone, kept in zip(times["books"], times["outbox"], strict=True)]
    return {
        "action_ms": {side: _summary(found) for side, found in times.items()},
        "added_ms_p50": percentile(added, 50),
        "added_ms_p95": percentile(added, 95),
    }


def drain_figures(folder: Path, letters: int) -> dict[str, Any]:
    """Letters a second, and the time against telling the CRM directly."""
    return asyncio.run(_drain(folder, letters))


async def _drain(folder: Path, letters: int) -> dict[str, Any]:
    url = _url(folder, "drained")
    there, direct = (EmbeddedCrm(_url(folder, name), timeout=60) for name in ("there", "direct"))
    desk = PromisingCrm(NAME, there, url=url, timeout=30)
    for number in range(letters):
        await desk.open_case(case(number, "drained"))
    mail = Mail(database.engine(url), NAME)
    delivery = Delivery(mail.database, NAME, there)  # type: ignore[arg-type]
    courier = Courier(mail, delivery, round_of(mail.database), settling=0.0)
    emptied = await _seconds(courier.drain)
    told = await _seconds(lambda: _one_after_another(direct, letters))
    return {
        "letters": letters,
        "letters_per_second": letters / emptied,
        "drain_ratio": emptied / told,
    }


async def _one_after_another(crm: EmbeddedCrm, letters: int) -> None:
    for number in range(letters):
        await crm.open_case(case(number, "direct"))


async def _seconds(work: Callable[[], Awaitable[object]]) -> float:
    began = perf_counter()
    await work()
    return perf_counter() - began


async def _milliseconds(work: Callable[[NewCase], Awaitable[object]], new: NewCase) -> float:
    return 1000 * await _seconds(lambda: work(new))


def _summary(times: list[float]) -> dict[str, float]:
    return {"p50": percentile(times, 50), "p95": percentile(times, 95)}


def _url(folder: Path, name: str) -> str:
    """A migrated SQLite file of that name."""
    url = f"sqlite:///{folder / name}.db"
    database.migrate(url)
    return url
