"""The times that are proposed: said, shown as choices and picked by their place, all the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from actions.crm.port import Crm
from actions.customer_clock import near_them, their_clock
from actions.free_times import free_times
from actions.spoken_date import spoken_date
from actions.turn import Say, Turn
from bot.clock import PARIS, now

OFFERED = 3


async def offer(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], after: datetime
) -> dict[str, Any]:
    """Say the first free times at or after a moment that cannot be had; they are kept."""
    free = await free_times(crm, turn, after, OFFERED)
    zone = their_clock(turn).zone
    if free:
        times = ", ".join(spoken_date(one, turn.language, now(), zone) for one in free)
        say.utter_message(response="utter_callback_nearest", times=near_them(times, turn))
    day = free[0].astimezone(zone).date().isoformat() if free else None
    kept = written(free) if free else None
    return {**values, "callback_day": day, "callback_start": None, "callback_offered": kept}


async def offered(crm: Crm, turn: Turn) -> Sequence[datetime]:
    """The times that were proposed, first to last; else the next free ones, of a named day or any.

    A list whose first time has gone by is made again.
    """
    kept = [datetime.fromisoformat(one) for one in turn.slots.get("callback_offered") or ()]
    if kept and kept[0] > now():
        return kept
    day = turn.slots.get("callback_day")
    zone = their_clock(turn).zone
    after = datetime.combine(date.fromisoformat(day), time(0), zone) if day else now()
    return await free_times(crm, turn, max(after, now()), OFFERED)


def choices(times: Sequence[datetime], turn: Turn) -> list[dict[str, str]]:
    """Buttons, one for each time, by the visitor's clock."""
    zone = their_clock(turn).zone
    return [
        {
            "title": spoken_date(one, turn.language, now(), zone),
            "payload": f'/inform{{"callback_start": "{one.astimezone(PARIS).isoformat()}"}}',
        }
        for one in times
    ]


def written(times: Sequence[datetime]) -> list[str]:
    """Times as a slot keeps them."""
    return [one.astimezone(PARIS).isoformat() for one in times]
