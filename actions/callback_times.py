"""From what a visitor says of a moment to a slot that is free, or to the nearest ones that are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from actions.calendar import Closed
from actions.callback_queue import calendar_for, hours_for
from actions.callback_readings import on_the_day
from actions.crm.port import Crm
from actions.customer_clock import paris_hours, spoken_start, their_clock
from actions.fields import WhenReading, exact
from actions.free_times import free_times
from actions.offered_times import offer, offered
from actions.spoken_hours import spoken_hours
from actions.turn import Say, Turn
from bot.clock import PARIS, now
from bot.settings import settings

CLOSED = {
    Closed.PAST: "utter_callback_past",
    Closed.TOO_SOON: "utter_callback_too_soon",
    Closed.TOO_FAR: "utter_callback_too_far",
    Closed.HOLIDAY: "utter_callback_holiday",
}


async def chosen_start(crm: Crm, turn: Turn, say: Say, values: dict[str, Any]) -> dict[str, Any]:
    """Replace a reading by a slot that can be booked; what cannot be is explained."""
    reading: WhenReading | int | None = values.pop("when", None)
    if isinstance(reading, int):
        times = await offered(crm, turn)
        start = times[min(reading, len(times)) - 1].astimezone(PARIS) if times else None
        reading = exact(start, now()) if start else None
    if reading is None:
        return values
    if day := turn.slots.get("callback_day"):
        reading = on_the_day(date.fromisoformat(day), reading, turn)
    if reading.past:
        say.utter_message(response="utter_callback_past")
        return values
    if reading.precision == "days" and reading.time:
        return await _hour(crm, turn, say, values, reading, reading.time)
    if reading.precision in ("day", "days"):
        return await _day(crm, turn, say, values, reading)
    if reading.precision in ("exact", "time") and reading.earliest:
        return await _moment(crm, turn, say, values, reading.earliest)
    return await _window(crm, turn, say, values, reading)


async def _moment(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], start: datetime
) -> dict[str, Any]:
    start = start.astimezone(PARIS)
    if closed := calendar_for(turn).why_closed(start):
        if their_clock(turn).place:
            said = spoken_start(start, turn)
            say.utter_message(response="utter_callback_their_clock", start=said)
        _explain(turn, say, closed)
        return await offer(crm, turn, say, values, max(start, now()))
    if await _is_free(crm, turn, start):
        return _chosen(values, start)
    say.utter_message(response="utter_callback_full")
    return await offer(crm, turn, say, values, start)


async def _is_free(crm: Crm, turn: Turn, start: datetime) -> bool:
    free = await free_times(crm, turn, calendar_for(turn).slot_of(start), 1)
    return bool(free) and free[0].astimezone(PARIS) <= start


async def _hour(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], reading: WhenReading, hour: time
) -> dict[str, Any]:
    """«En fin de semaine vers 16 h»: the first of those days on which that hour can be had."""
    earliest = reading.earliest or now()
    diary, zone = calendar_for(turn), their_clock(turn).zone
    first = earliest.astimezone(zone).date()
    for ahead in range(diary.horizon.days + 1):
        start = datetime.combine(first + timedelta(days=ahead), hour, zone).astimezone(PARIS)
        if reading.latest and start >= reading.latest:
            break
        if not diary.why_closed(start) and await _is_free(crm, turn, start):
            return _chosen(values, start)
    say.utter_message(response="utter_callback_full")
    return await offer(crm, turn, say, values, max(earliest, now()))


def _chosen(values: dict[str, Any], start: datetime, soonest: bool = False) -> dict[str, Any]:
    settled = {"callback_start": start.isoformat(), "callback_day": None, "callback_offered": None}
    return {**values, **settled, "callback_soonest": soonest or None}


async def _day(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], reading: WhenReading
) -> dict[str, Any]:
    """A day without a time: the time is asked, unless nobody is there that day."""
    day = reading.day
    if day is None or reading.earliest is None:
        return await _window(crm, turn, say, values, reading)
    free = await free_times(crm, turn, reading.earliest, 1)
    if free and free[0].astimezone(their_clock(turn).zone).date() == day:
        return {**values, "callback_day": day.isoformat(), "callback_offered": None}
    noon = datetime.combine(day, datetime.min.time(), PARIS) + timedelta(hours=12)
    _explain(turn, say, calendar_for(turn).why_closed(noon))
    return await offer(crm, turn, say, values, reading.earliest)


async def _window(
    crm: Crm, turn: Turn, say: Say, values: dict[str, Any], reading: WhenReading
) -> dict[str, Any]:
    """The first free slot of «demain matin», of "after 6", or of all."""
    free = await free_times(crm, turn, reading.earliest or now(), 1)
    in_time = free and (reading.latest is None or free[0] < reading.latest)
    if in_time and _same_day(turn, free, reading):
        return _chosen(values, free[0].astimezone(PARIS), reading.precision == "asap")
    _explain(turn, say, calendar_for(turn).why_closed(reading.earliest or now()))
    return await offer(crm, turn, say, values, reading.earliest or now())


def _same_day(turn: Turn, free: Sequence[datetime], reading: WhenReading) -> bool:
    return reading.day is None or free[0].astimezone(their_clock(turn).zone).date() == reading.day


def _explain(turn: Turn, say: Say, closed: Closed | None) -> None:
    chosen = settings()
    response = CLOSED.get(closed, "utter_callback_closed") if closed else "utter_callback_full"
    say.utter_message(
        response=response,
        hours=paris_hours(spoken_hours(hours_for(turn), turn.language), turn),
        days=chosen.callback_horizon_days,
        minutes=chosen.callback_delay_minutes,
    )
