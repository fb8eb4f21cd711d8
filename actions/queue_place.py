"""What is said of a callback that is wanted as soon as possible: its place, and an estimate."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.callback_queue import queue_for
from actions.crm.port import Crm, CrmError
from actions.customer_clock import near_them, their_clock
from actions.spoken_date import spoken_day, spoken_time
from actions.turn import Say, Turn
from bot.clock import now

STEP = timedelta(minutes=5)


async def say_place(crm: Crm, say: Say, turn: Turn) -> None:
    """Nothing where a time was chosen, or when the CRM is silent."""
    slots = turn.slots
    if not (slots.get("callback_soonest") and slots.get("callback_start")):
        return
    start = datetime.fromisoformat(slots["callback_start"])
    try:
        place = await crm.queue_place(start, queue_for(turn), slots.get("phone") or "")
    except CrmError:
        return
    zone = their_clock(turn).zone
    expected, latest = (_rounded(one).astimezone(zone) for one in (place.expected, place.latest))
    first = place.position == 1
    say.utter_message(
        response="utter_callback_place_first" if first else "utter_callback_place",
        place=place.position,
        day=spoken_day(expected.date(), turn.language, now().astimezone(zone).date()),
        expected=spoken_time(expected.time(), turn.language),
        latest=near_them(spoken_time(latest.time(), turn.language), turn),
    )


def _rounded(moment: datetime) -> datetime:
    """Up to the next five minutes: nobody is called to the minute."""
    hour = moment.replace(minute=0, second=0, microsecond=0)
    return hour + -(-(moment - hour) // STEP) * STEP
