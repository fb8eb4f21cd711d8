"""How long the next free slots are looked for when thousands of callbacks are booked."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter
from typing import Any

from actions.calendar import calendar
from actions.crm.embedded import EmbeddedCrm
from actions.crm.embedded.queues import QueueRules
from actions.crm.embedded.tables import callbacks, contacts
from benchmarks.measure import percentile
from bot import database
from bot.clock import now, utc
from bot.settings import settings

FEW, SEARCHES = 10, 200


def slot_figures(folder: Path, bookings: int) -> dict[str, Any]:
    """Three free slots from now, with few bookings and with many."""
    found = {"few": _searched(folder, "few", FEW), "many": _searched(folder, "many", bookings)}
    return {
        "bookings": [FEW, bookings],
        "slots_ms": found,
        "slots_ratio": found["many"]["p50"] / found["few"]["p50"],
    }


def _searched(folder: Path, name: str, bookings: int) -> dict[str, float]:
    url = f"sqlite:///{folder / name}.db"
    database.migrate(url)
    starts = list(calendar().slots(now() + calendar().delay))
    _book(url, bookings, starts)
    crm = EmbeddedCrm(url, timeout=30)
    crm._queues = QueueRules(capacity=-(-bookings // len(starts)))
    return asyncio.run(_times(crm))


async def _times(crm: EmbeddedCrm) -> dict[str, float]:
    times = []
    for _ in range(SEARCHES):
        began = perf_counter()
        await crm.free_slots(now(), 3)
        times.append(1000 * (perf_counter() - began))
    return {"p50": percentile(times, 50), "p95": percentile(times, 95)}


def _book(url: str, bookings: int, starts: list[Any]) -> None:
    """Bookings that fill the slots evenly, of one person: who it is plays no part."""
    length = timedelta(minutes=settings().callback_slot_minutes)
    moment = utc(now())
    person = {"ref": "C-BENCH", "name": "", "language": "fr", "created_at": moment}
    rows = [
        {
            "ref": f"R-{number:06d}",
            "external_ref": f"bench-{number}",
            "phone": f"+336{number:08d}",
            "start": start,
            "end": start + length,
            "reason": "",
            "queue": "support",
            "language": "fr",
            "status": "booked",
            "contact": "C-BENCH",
            "conversation": "",
            "created_at": moment,
        }
        for number, start in enumerate(islice(cycle(starts), bookings))
    ]
    with database.engine(url).begin() as connection:
        connection.execute(contacts.insert().values(person))
        connection.execute(callbacks.insert(), rows)
